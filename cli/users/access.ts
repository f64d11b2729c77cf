import { UserError } from "../../local/errors";
import type { CakeConfig } from "../../stacks/config";
import type { Outputs } from "../engine";
import { stackOutputs } from "../outputs";
import { stackConfig } from "../stack-file";

/** Where the users of a stack are managed, and as whom. */
export interface Access {
  /** Name of the stack. */
  readonly stack: string;
  /** Keycloak's address for who configures it. */
  readonly url: string;
  readonly realm: string;
  /** The service account, of the realm `master`. */
  readonly clientId: string;
  /** Secret: never shown. */
  readonly clientSecret: string;
  /** The page that users sign in at. */
  readonly page: string;
}

/**
 * How the users of a stack are reached. The address and the secret are outputs of the stack, which the engine opens: so
 * it takes what it takes to bring the stack up, and nothing is asked of its cluster.
 *
 * @throws UserError when the stack has no Keycloak, or was not brought up with it
 */
export async function accessTo(stack: string): Promise<Access> {
  const { identity } = await stackConfig(stack);
  refuseOthers(stack, identity);
  return accessIn(stack, await stackOutputs(stack));
}

/** @throws UserError when the outputs are of a stack without Keycloak */
export function accessIn(stack: string, { keycloak, signIn }: Outputs): Access {
  if (!keycloak || !signIn) {
    throw new UserError(
      `Stack ${stack} was last brought up without users of its own: its outputs name no Keycloak. ` +
        `Run \`npx cake up ${stack}\`.`,
    );
  }
  const { url: page } = signIn as { url: string };
  return { stack, page, ...(keycloak as Omit<Access, "stack" | "page">) };
}

/** @throws UserError unless the users are those of a Keycloak of the stack */
export function refuseOthers(stack: string, identity: CakeConfig["identity"]): void {
  switch (identity?.kind) {
    case "keycloak":
      return;
    case "oidc":
      throw new UserError(
        `cake:identity of stack ${stack} is of kind oidc: its users are those of ${identity.issuer}. Allowed here: ` +
          "kind keycloak. Manage them there.",
      );
    case undefined:
      throw new UserError(
        `Stack ${stack} has no users: cake:identity is missing. Allowed: kind keycloak. Set it in ` +
          `Pulumi.${stack}.yaml, and run \`npx cake up ${stack}\`.`,
      );
    default:
      identity satisfies never;
  }
}
