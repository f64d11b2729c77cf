import type { Provider } from "../base";
import { randomId } from "./id";
import { randomPassword } from "./password";
import { randomPet } from "./pet";
import { randomString } from "./string";
import { randomUuid } from "./uuid";

/** Stands in for the official `random` provider: the types that programs here use, with its tokens and properties. */
export const random: Provider = {
  name: "random",
  version: "4.21.2",
  description: "Random values that stay as they are from one update to the next.",
  config: {},
  connect: () => undefined,
  resources: {
    "random:index/randomId:RandomId": randomId,
    "random:index/randomPassword:RandomPassword": randomPassword,
    "random:index/randomPet:RandomPet": randomPet,
    "random:index/randomString:RandomString": randomString,
    "random:index/randomUuid:RandomUuid": randomUuid,
  },
};
