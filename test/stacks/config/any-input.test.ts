import * as fc from "fast-check";
import { parseConfig } from "../../../stacks/config/parse";
import { configSchema } from "../../../stacks/config/schema";
import { existing, parse, problems, valid } from "./fixtures";

describe("any input", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.constantFrom("dev", '{"kind":"local"}', "{", "[1", "null", '{"__proto__":{"kind":"local"}}'),
  );
  const anyKey = fc.oneof(
    fc.constantFrom(
      "cake:environment",
      "cake:domain",
      "cake:cluster",
      "cake:functions",
      "cake:__proto__",
      "cake:",
    ),
    fc.string().map((key) => `cake:${key}`),
    fc.string(),
  );

  test("is either a configuration or a list of one-line problems, never an exception", () => {
    fc.assert(
      fc.property(fc.dictionary(anyKey, anyText), fc.boolean(), (values, secret) => {
        const parsed = parseConfig({ project: "cakestack", values, isSecret: () => secret });
        const lines = parsed.problems ?? ["cake:x"];
        expect(lines.length).toBeGreaterThan(0);
        expect(lines.filter((line) => !/^(cake|cakestack):/.test(line) || line.includes("\n"))).toEqual([]);
      }),
    );
  });

  const known = fc.constantFrom(
    [
      "kind",
      "ingress",
      "manifests",
      "replicas",
      "autoscaler",
      "quota",
      "path",
      "port",
      "egressCidrs",
      "scheme",
    ],
    [
      "release",
      "directory",
      "stableWindow",
      "scaleToZeroGracePeriod",
      "podRetention",
      "cpu",
      "memory",
      "pods",
    ],
  );
  const { tree } = fc.letrec<{ tree: unknown; mapping: unknown; leaf: unknown }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("mapping")),
    mapping: known.chain((names) =>
      fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie("tree"), { maxKeys: 5 }),
    ),
    leaf: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("knative", "kubeconfig", "9 seconds", "1e9 hours", "4 GB", "1.22.0"),
    ),
  }));

  test("of known keys with any values is taken or refused with problems that name keys, each once", () => {
    fc.assert(
      fc.property(
        tree,
        fc.dictionary(fc.constantFrom("manifests", "autoscaler", "quota"), tree),
        (cluster, inner) => {
          const parsed = parse({ environment: "dev", cluster, functions: { kind: "knative", ...inner } });
          const lines = parsed.problems ?? [];
          expect(lines.filter((line) => !/^cake:(cluster|functions)/.test(line))).toEqual([]);
          expect(new Set(lines).size).toBe(lines.length);
        },
      ),
    );
  });

  const word = fc.stringMatching(/^[a-zA-Z][\w-]{0,12}$/);

  test("every unknown key at the top is named", () => {
    const known = Object.keys(configSchema.shape);
    fc.assert(
      fc.property(
        fc.uniqueArray(
          word.filter((key) => !known.includes(key)),
          { minLength: 1 },
        ),
        (keys) => {
          const found = problems({ ...valid, ...Object.fromEntries(keys.map((key) => [key, "x"])) }) ?? [];
          expect(found.map((problem) => problem.split(" is not a key.")[0]).sort()).toEqual(
            keys.map((key) => `cake:${key}`).sort(),
          );
        },
      ),
    );
  });

  test("every unknown key inside is named", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          word.filter((key) => key !== "kind"),
          { minLength: 1 },
        ),
        fc.jsonValue(),
        (keys, value) => {
          const cluster = { kind: "local", ...Object.fromEntries(keys.map((key) => [key, value])) };
          const found = problems({ ...valid, cluster }) ?? [];
          expect(found.map((problem) => problem.split(" is not a key.")[0]).sort()).toEqual(
            keys.map((key) => `cake:cluster.${key}`).sort(),
          );
        },
      ),
    );
  });

  test("every wrong value of a known key is named", () => {
    const ports = fc.jsonValue().filter((value) => !Number.isInteger(value));
    fc.assert(
      fc.property(ports, (port) => {
        const found = problems({ ...valid, cluster: { ...existing, port } }) ?? [];
        expect(found.map((problem) => problem.split(" is ")[0])).toEqual(["cake:cluster.port"]);
      }),
    );
  });
});
