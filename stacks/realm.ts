import type { RealmArgs } from "../components/auth/realm";

/** The realm that a stack's users are in, where Keycloak signs them in: its name is in every address. */
export const realm = {
  name: "florist",
  displayName: "The florist",
  roles: { florist: "Sells flowers and sees every order.", driver: "Delivers orders." },
} as const satisfies Pick<RealmArgs, "displayName" | "roles"> & { readonly name: string };

type Role = keyof (typeof realm)["roles"];

/** Users to try a stack out with, by the name that they sign in with. Each gets a random password. */
export const tryOutUsers = {
  flora: {
    firstName: "Flora",
    lastName: "Florist",
    email: "flora@florist.example",
    roles: ["florist"],
  },
  dario: { firstName: "Dario", lastName: "Driver", email: "dario@florist.example", roles: ["driver"] },
} as const satisfies Readonly<
  Record<string, NonNullable<RealmArgs["users"]>[string] & { readonly roles: readonly Role[] }>
>;
