import type * as pulumi from "@pulumi/pulumi";
import { failed, type Check } from "../../problems";
import { plainName, plainNames } from "../names";
import type { ClientArgs } from "./args";
import { redirectCheck } from "./redirects";

/** Clients that every realm has from the start. */
const builtIn = [
  "account",
  "account-console",
  "admin-cli",
  "broker",
  "realm-management",
  "security-admin-console",
];

/** Everything that is wrong with an application, each with what was found, what is allowed, and what to do. */
export function problemsOf(name: string, args: ClientArgs): string[] {
  const { audiences = [] } = args;
  return failed([
    [
      !plainName.test(name) || builtIn.includes(name),
      `the name is ${JSON.stringify(name)}. Allowed: ${plainNames}, and none of Keycloak's own. Rename it.`,
    ],
    ...audiences.map((audience): Check => [
      !plainName.test(audience),
      `audiences has ${JSON.stringify(audience)}. Allowed: ${plainNames}.`,
    ]),
    ...kindChecks(args),
  ]);
}

function kindChecks(args: ClientArgs): Check[] {
  switch (args.kind) {
    case "browser": {
      const { redirectUris, postLogoutRedirectUris = [] } = args;
      return [
        [redirectUris.length === 0, "redirectUris is empty. Name where users come back to."],
        ...redirectUris.filter(isKnown).map((one) => redirectCheck("redirectUris", one)),
        ...postLogoutRedirectUris.filter(isKnown).map((one) => redirectCheck("postLogoutRedirectUris", one)),
      ];
    }
    case "service": {
      const { rotation = 0 } = args;
      return [
        [
          !(Number.isInteger(rotation) && rotation >= 0),
          `rotation is ${rotation}. Allowed: a whole number from 0, which each rotation raises by one.`,
        ],
      ];
    }
    case "device":
      return [];
    default:
      return args satisfies never;
  }
}

const isKnown = (address: pulumi.Input<string>): address is string => typeof address === "string";

/** Roles that the realm does not have. */
export function roleProblems({ roles = [] }: ClientArgs, known: readonly string[]): string[] {
  return failed(
    roles.map((role): Check => [
      !known.includes(role),
      `roles has ${JSON.stringify(role)}, which is no role of the realm. Allowed: ` +
        `${known.join(", ") || "nothing, as it has none"}. Add it to the realm, or correct its name.`,
    ]),
  );
}
