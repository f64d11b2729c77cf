import * as pulumi from "@pulumi/pulumi";
import { Realm, type RealmArgs } from "../../../../components/auth/realm";
import { recordedRealms } from "./fixtures";

const { all } = recordedRealms();

test("everything that is wrong is named at once, and nothing is made", () => {
  const names = "up to 63 lower-case letters, digits, inner dashes and underscores";
  const wrong: Partial<RealmArgs> = {
    roles: { Florist: "", offline_access: "" },
    defaultRoles: ["customer"],
    groups: { staff: ["driver"], everyone: [] },
    users: { Flora: { firstName: "F", lastName: "G", email: "f@example.com", groups: ["drivers"] } },
    passwords: { length: 6, history: -1 },
    guard: { failures: 0, wait: "1 hour" },
    languages: [],
    identityProviders: {
      partner: {
        kind: "oidc",
        clientId: pulumi.output("id"),
        clientSecret: "secret",
        issuer: "http://id.example.com",
        authorizationUrl: "https://id.example.com/a",
        tokenUrl: "id.example.com/t",
        jwksUrl: "https://id.example.com/k",
      },
    },
    sessions: { accessToken: "2 hours", idle: "1 minute" },
  };
  expect(() => new Realm("master", { keycloak: all.keycloak, ...wrong })).toThrow(
    [
      "Realm master:",
      `  - the name is "master". Allowed: ${names}, and not master, which administers the others.`,
      `  - roles has "Florist". Allowed: ${names}, and none of Keycloak's own. Rename it.`,
      `  - roles has "offline_access". Allowed: ${names}, and none of Keycloak's own. Rename it.`,
      '  - defaultRoles has the role "customer", which is none of roles. Allowed: Florist, offline_access. Add it there, or correct its name.',
      '  - groups.staff has the role "driver", which is none of roles. Allowed: Florist, offline_access. Add it there, or correct its name.',
      `  - groups has "everyone". Allowed: ${names}, and not everyone, whose roles are defaultRoles.`,
      `  - users has "Flora". Allowed: ${names}. Rename it.`,
      '  - users.Flora has the group "drivers", which is none of groups. Allowed: staff, everyone. Add it there, or correct its name.',
      "  - passwords.length is 6. Allowed: 8 to 64; shorter ones are guessed. Raise it.",
      "  - passwords.history is -1. Allowed: 0 to 24.",
      "  - guard.failures is 0. Allowed: 1 to 100. More tries are a guess.",
      '  - identityProviders.partner.issuer is "http://id.example.com". Allowed: an address that begins with https://.',
      '  - identityProviders.partner.tokenUrl is "id.example.com/t". Allowed: an address that begins with https://.',
      "  - languages is empty. Name the usual one first, such as de, or leave it out for English.",
      '  - sessions.accessToken is "2 hours". Allowed: 30 seconds to 1 hour; nobody can call one back.',
      '  - sessions.idle is "1 minute". Allowed: from sessions.accessToken ("2 hours") to sessions.longest ("10 hours").',
      '  - guard.wait is "1 hour". Allowed: from 1 second to guard.longestWait ("15 minutes").',
    ].join("\n"),
  );
  expect(all.registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});

test("a lifetime that is none is told as one", () => {
  const sessions = { idle: "-5 minutes" } as const;
  expect(() => new Realm("late", { keycloak: all.keycloak, sessions })).toThrow(
    'Realm late:\n  - sessions.idle: "-5 minutes" is no duration.',
  );
});
