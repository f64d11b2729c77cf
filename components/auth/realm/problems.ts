import { toSeconds } from "../../duration";
import { failed, reasonOf, type Check } from "../../problems";
import { isBuiltInRole, plainName, plainNames } from "../names";
import { everyone, guard, leastPassword, passwords, sessions } from "./defaults";
import { addressesOf, type IdentityProvider } from "./identity-providers";
import type { RealmArgs } from "./index";

/** Everything that is wrong with a realm, each with what was found, what is allowed, and what to do. */
export function problemsOf(name: string, args: RealmArgs): string[] {
  return [
    ...failed([
      [
        !plainName.test(name) || name === "master",
        `the name is ${JSON.stringify(name)}. Allowed: ${plainNames}, and not master, which administers the others.`,
      ],
      ...roleChecks(name, args),
      ...passwordChecks(args),
      ...Object.entries(args.identityProviders ?? {}).flatMap(([alias, one]) => providerChecks(alias, one)),
      [
        args.languages?.length === 0,
        "languages is empty. Name the usual one first, such as de, or leave it out for English.",
      ],
    ]),
    ...lifetimeProblems(args),
  ];
}

function roleChecks(realm: string, args: RealmArgs): Check[] {
  const { roles = {}, groups = {}, defaultRoles = [], users = {} } = args;
  const names = Object.keys(roles);
  const oneOf =
    (what: "role" | "group", known: readonly string[]) =>
    (where: string, name: string): Check => [
      !known.includes(name),
      `${where} has the ${what} ${JSON.stringify(name)}, which is none of ${what}s. Allowed: ` +
        `${known.join(", ") || `nothing, as ${what}s is empty`}. Add it there, or correct its name.`,
    ];
  const role = oneOf("role", names);
  const group = oneOf("group", Object.keys(groups));
  return [
    ...names.map((one): Check => [
      !plainName.test(one) || isBuiltInRole(realm, one),
      `roles has ${JSON.stringify(one)}. Allowed: ${plainNames}, and none of Keycloak's own. Rename it.`,
    ]),
    ...defaultRoles.map((one) => role("defaultRoles", one)),
    ...Object.entries(groups).flatMap(([one, has]): Check[] => [
      [
        !plainName.test(one) || one === everyone,
        `groups has ${JSON.stringify(one)}. Allowed: ${plainNames}, and not ${everyone}, whose roles are defaultRoles.`,
      ],
      ...has.map((each) => role(`groups.${one}`, each)),
    ]),
    ...Object.entries(users).flatMap(([user, has]): Check[] => [
      [!plainName.test(user), `users has ${JSON.stringify(user)}. Allowed: ${plainNames}. Rename it.`],
      ...(has.roles ?? []).map((each) => role(`users.${user}`, each)),
      ...(has.groups ?? []).map((each) => group(`users.${user}`, each)),
    ]),
  ];
}

function passwordChecks(args: RealmArgs): Check[] {
  const { length, history } = { ...passwords, ...args.passwords };
  const { failures } = { ...guard, ...args.guard };
  return [
    [
      !(Number.isInteger(length) && length >= leastPassword && length <= 64),
      `passwords.length is ${length}. Allowed: ${leastPassword} to 64; shorter ones are guessed. Raise it.`,
    ],
    [
      !(Number.isInteger(history) && history >= 0 && history <= 24),
      `passwords.history is ${history}. Allowed: 0 to 24.`,
    ],
    [
      !(Number.isInteger(failures) && failures >= 1 && failures <= 100),
      `guard.failures is ${failures}. Allowed: 1 to 100. More tries are a guess.`,
    ],
  ];
}

function providerChecks(alias: string, provider: IdentityProvider): Check[] {
  const field = `identityProviders.${alias}`;
  return [
    [
      !plainName.test(alias),
      `identityProviders has ${JSON.stringify(alias)}. Allowed: ${plainNames}. Rename it.`,
    ],
    ...Object.entries(addressesOf(provider)).map(([key, address]): Check => [
      address !== undefined && !isHttps(address),
      `${field}.${key} is ${JSON.stringify(address)}. Allowed: an address that begins with https://.`,
    ]),
  ];
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "https:";
}

function lifetimeProblems(args: RealmArgs): string[] {
  const all = { ...sessions, ...args.sessions };
  const waits = { ...guard, ...args.guard };
  const unreadable = [
    ...Object.entries(all).flatMap(([key, value]) => reasonOf(`sessions.${key}`, () => toSeconds(value))),
    ...(["wait", "longestWait"] as const).flatMap((key) =>
      reasonOf(`guard.${key}`, () => toSeconds(waits[key])),
    ),
  ];
  if (unreadable.length > 0) return unreadable;
  const [accessToken, idle, longest] = [all.accessToken, all.idle, all.longest].map(toSeconds) as [
    number,
    number,
    number,
  ];
  return failed([
    [
      accessToken < 30 || accessToken > 3600,
      `sessions.accessToken is "${all.accessToken}". Allowed: 30 seconds to 1 hour; nobody can call one back.`,
    ],
    [
      idle < accessToken || idle > longest,
      `sessions.idle is "${all.idle}". Allowed: from sessions.accessToken ("${all.accessToken}") to sessions.longest ("${all.longest}").`,
    ],
    [
      toSeconds(waits.wait) < 1 || toSeconds(waits.wait) > toSeconds(waits.longestWait),
      `guard.wait is "${waits.wait}". Allowed: from 1 second to guard.longestWait ("${waits.longestWait}").`,
    ],
  ]);
}
