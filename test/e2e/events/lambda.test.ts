import { differs } from "../../contract/differences";
import { takesEvents } from "../../contract/events";
import { answersRequests } from "../../contract/requests";
import { lambda } from "../../support/contract/lambda";
import { runtimeClient } from "../../support/lambda/runtime-client";

beforeAll(async () => {
  await runtimeClient();
}, 10 * 60_000);

describe("on Lambda, a function that answers requests", () => {
  answersRequests(lambda);
});
describe("on Lambda, a function that takes events", () => {
  takesEvents(lambda);
});
describe("on Lambda, what is not the same everywhere", () => {
  differs(lambda);
});
