import { Keycloak } from "../../../../components/auth/keycloak";
import { fakeStore } from "../fixtures";
import { argsOf, recordKeycloaks, registrations } from "./fixtures";

recordKeycloaks();

test("every wrong argument is named at once, and nothing is made", () => {
  const wrong = argsOf({
    store: fakeStore("cockroach"),
    image: { name: "quay.io/keycloak/keycloak:26.7.3", engine: "cockroach", build: "plain" },
    replicas: 0,
    realms: ["Shop", "master"],
    adminHost: "keycloak.wrong.shop.example.com",
    load: { loginsPerSecond: 0, refreshesPerSecond: -1 },
    memory: "256 MB",
  });
  const names = "up to 63 lower-case letters, digits, inner dashes and underscores";
  expect(() => new Keycloak("wrong", wrong)).toThrow(
    [
      "Keycloak wrong:",
      "  - image is quay.io/keycloak/keycloak:26.7.3, which is for PostgreSQL, and the database is CockroachDB. Allowed: " +
        "quay.io/phasetwo/keycloak-crdb:26.6.4, or an image made for CockroachDB. Leave image out, or choose another database.",
      "  - replicas is 0. Allowed: a whole number from 1.",
      "  - adminHost is keycloak.wrong.shop.example.com, which everyone reaches. Allowed: another name. Leave it out.",
      `  - realms has "Shop". Allowed: ${names}, and not master, which administers the others.`,
      `  - realms has "master". Allowed: ${names}, and not master, which administers the others.`,
      "  - load.loginsPerSecond is 0. Allowed: a number above 0.",
      "  - load.refreshesPerSecond is -1. Allowed: a number from 0.",
      '  - memory: it is "256 MB". Allowed: "600 MB" or more.',
    ].join("\n"),
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});

test("without realms nobody could sign in", () => {
  expect(() => new Keycloak("empty", argsOf({ realms: [] }))).toThrow(
    "realms is empty. Name those whose users sign in.",
  );
});
