import type { Database } from "../../contracts";
import { isPinned } from "../names";

/** An image of Keycloak. */
export interface KeycloakImage {
  /** With a version or a digest. */
  readonly name: string;
  /** What database it was made for. */
  readonly engine: Database["engine"];
  /**
   * `optimized`: its options of build time are set already, as in a Dockerfile of this folder. `plain`: it sets them each
   * time it starts, which takes 10 to 20 seconds more and a file system that it may write to.
   */
  readonly build: "optimized" | "plain";
}

/**
 * What runs where nothing else is said. Keycloak itself supports PostgreSQL and not CockroachDB
 * (https://www.keycloak.org/server/db); the one that is kept for CockroachDB is Phase Two's
 * (https://phasetwo.io/docs/hosting/database).
 */
export const officialImages: Readonly<Record<Database["engine"], KeycloakImage>> = {
  postgres: { name: "quay.io/keycloak/keycloak:26.7.3", engine: "postgres", build: "plain" },
  cockroach: { name: "quay.io/phasetwo/keycloak-crdb:26.6.4", engine: "cockroach", build: "plain" },
};

/** Names that say what an image is for, whatever is said of it. */
const known: readonly (readonly [RegExp, Database["engine"]])[] = [
  [/(^|\/)keycloak\/keycloak(?=[:@]|$)/, "postgres"],
  [/(^|\/)keycloak-crdb(?=[:@]|$)/, "cockroach"],
];

const words = { postgres: "PostgreSQL", cockroach: "CockroachDB" } as const;

/** Why an image cannot run on a database. */
export function imageProblems(image: KeycloakImage, engine: Database["engine"]): string[] {
  const problems: string[] = [];
  const madeFor = known.find(([name]) => name.test(image.name))?.[1] ?? image.engine;
  if (madeFor !== engine) {
    problems.push(
      `image is ${image.name}, which is for ${words[madeFor]}, and the database is ${words[engine]}. Allowed: ` +
        `${officialImages[engine].name}, or an image made for ${words[engine]}. Leave image out, or choose another database.`,
    );
  }
  if (!isPinned(image.name)) {
    problems.push(
      `image is ${JSON.stringify(image.name)}. Allowed: a name with a version or a digest, and not "latest": what runs ` +
        "changes with the program only.",
    );
  }
  return problems;
}
