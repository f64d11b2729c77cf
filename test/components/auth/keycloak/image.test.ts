import * as fs from "node:fs";
import * as path from "node:path";
import { buildOptions } from "../../../../components/auth/keycloak/environment";
import {
  imageProblems,
  officialImages,
  type KeycloakImage,
} from "../../../../components/auth/keycloak/image";

const engines = ["postgres", "cockroach"] as const;

test.each(engines)("the official image for %s is for nothing else", (engine) => {
  const other = engines.find((one) => one !== engine)!;
  expect(imageProblems(officialImages[engine], engine)).toEqual([]);
  expect(imageProblems(officialImages[engine], other)).toHaveLength(1);
});

test("Keycloak's own image on CockroachDB is refused, with what to take", () => {
  expect(imageProblems(officialImages.postgres, "cockroach")).toEqual([
    "image is quay.io/keycloak/keycloak:26.7.3, which is for PostgreSQL, and the database is CockroachDB. Allowed: " +
      "quay.io/phasetwo/keycloak-crdb:26.6.4, or an image made for CockroachDB. Leave image out, or choose another database.",
  ]);
});

test.each([
  ["keycloak/keycloak:26.7.3", "cockroach"],
  ["docker.io/keycloak/keycloak:26.7.3", "cockroach"],
  ["registry.example.com/mirror/keycloak-crdb:26.6.4", "postgres"],
] as const)("%s is not taken for an image for %s, whatever is said of it", (name, engine) => {
  expect(imageProblems({ name, engine, build: "optimized" }, engine)).toHaveLength(1);
});

const image = (name: string): KeycloakImage => ({ name, engine: "postgres", build: "optimized" });

test.each([
  "dev.local/keycloak:26.7.3",
  "registry.example.com:5000/team/keycloak:1",
  `registry.example.com/keycloak@sha256:${"0a".repeat(32)}`,
])("%s is taken at its word", (name) => {
  expect(imageProblems(image(name), "postgres")).toEqual([]);
});

test.each([
  "dev.local/keycloak",
  "dev.local/keycloak:latest",
  "registry.example.com:5000/keycloak",
  "dev.local/keycloak@sha256:0a",
  "",
])("%j has no version", (name) => {
  expect(imageProblems(image(name), "postgres")).toEqual([
    `image is ${JSON.stringify(name)}. Allowed: a name with a version or a digest, and not "latest": what runs changes ` +
      "with the program only.",
  ]);
});

test.each(engines)("the Dockerfile for %s sets what the pods say, on the official image", (engine) => {
  const file = path.join(__dirname, "../../../../components/auth/keycloak", `${engine}.Dockerfile`);
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const set = lines.flatMap((line) => {
    const [, name, value] = /^ENV (\w+)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value]];
  });
  expect(Object.fromEntries(set)).toEqual(buildOptions[engine]);
  const from = lines.filter((line) => line.startsWith("FROM ")).map((line) => line.split(" ")[1]);
  expect(from).toEqual([officialImages[engine].name, officialImages[engine].name]);
});
