import * as pulumi from "@pulumi/pulumi";
import { getPackage, hasType, properties, secret, withDefaults } from "./utilities";

const type = "cockroach";

/**
 * Access to one organization of CockroachDB Cloud. Without one, resources use the environment: COCKROACH_API_KEY or
 * COCKROACH_API_JWT (with COCKROACH_VANITY_NAME, and COCKROACH_USERNAME where it stands for several identities).
 * COCKROACH_SERVER names another server than https://cockroachlabs.cloud.
 */
export class Provider extends pulumi.ProviderResource {
  static override isInstance(candidate: unknown): candidate is Provider {
    return hasType(candidate, `pulumi:providers:${type}`);
  }

  declare readonly apikey: pulumi.Output<string | undefined>;
  declare readonly apijwt: pulumi.Output<string | undefined>;

  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs = { ...args, apikey: secret(args.apikey), apijwt: secret(args.apijwt) };
    const secrets = { additionalSecretOutputs: ["apikey", "apijwt"] };
    const options = pulumi.mergeOptions(withDefaults(opts), secrets);
    super(type, name, properties(inputs, ["apikey", "apijwt"]), options, false, getPackage());
  }
}

export interface ProviderArgs {
  /** The API key of a service account. It wins over `apijwt`. @default COCKROACH_API_KEY */
  apikey?: pulumi.Input<string | undefined>;
  /** A token of a JWT issuer that the organization trusts. @default COCKROACH_API_JWT */
  apijwt?: pulumi.Input<string | undefined>;
}
