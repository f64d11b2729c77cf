import providerType from "sdk:aws:provider:Provider";
import type { Provider, Values } from "../../base";
import { refuseReal } from "../login";
import { access } from "./access";
import type { Account } from "./account";
import { events } from "./events";
import { lambda } from "./lambda";

/** An account that nobody has. */
const nobody = "000000000000";

/** Stands in for the official `aws` provider in stacks that are simulated: it makes nothing, and calls nobody. */
export const aws: Provider<Account> = {
  name: "aws",
  version: "7.48.0",
  description: "Amazon Web Services, simulated: nothing is made, and nobody is called.",
  config: { ...providerType.inputs, region: { ...providerType.inputs.region!, change: "replace" } },
  connect: ({ region = "us-east-1", accessKey, allowedAccountIds, defaultTags }) => {
    refuseReal("AWS", "accessKey", accessKey);
    const [id = nobody] = (allowedAccountIds ?? []) as readonly string[];
    const { tags = {} } = (defaultTags ?? {}) as { readonly tags?: Values };
    return { region: region as string, id, tags };
  },
  resources: { ...lambda, ...events, ...access },
};
