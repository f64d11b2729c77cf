import * as fs from "node:fs/promises";
import * as path from "node:path";
import { keyOf } from "../../../local/toolchain/recipe";
import { recipes } from "../../../local/toolchain/tools";
import { goRecipe, workbench } from "./workbench";

const all = Object.entries(recipes);

test.each(all)(
  "%s can be made without a download, or says why not, and its key can be read",
  async (_, recipe) => {
    expect(recipe.go ?? recipe.make).toBeDefined();
    expect(await keyOf(recipe)).toMatch(new RegExp(`^${recipe.version}-[0-9a-f]{12}$`));
  },
);

test.each(all.flatMap(([name, { go }]) => (go ? [[name, go.module] as const] : [])))(
  "the Go module of %s pins its checksums",
  async (_, module) => {
    expect((await fs.stat(path.join(module, "go.sum"))).size).toBeGreaterThan(0);
  },
);

test.each([
  ["kubernetes", "k8s.io/kubernetes"],
  ["coredns", "github.com/coredns/coredns"],
  ["traefik", "github.com/traefik/traefik/v3"],
  ["spicedb", "github.com/authzed/spicedb"],
  ["crane", "github.com/google/go-containerregistry"],
  ["pulumi", "github.com/pulumi/pulumi/pkg/v3"],
  ["local-path-provisioner", "github.com/rancher/local-path-provisioner"],
] as const)("the module of %s has the version that is downloaded", async (name, module) => {
  const mod = await fs.readFile(path.join(recipes[name].go?.module ?? "", "go.mod"), "utf8");
  expect(mod).toContain(`${module} ${recipes[name].version}`);
});

/** A module's requirements, by path, after its replacements. */
async function versionsOf(folder: string): Promise<Map<string, string>> {
  const mod = await fs.readFile(path.join(folder, "go.mod"), "utf8");
  const required = [...mod.matchAll(/^\s*(?:require )?(\S+\.\S+) (v\S+)/gm)];
  const replaced = [...mod.matchAll(/^\s*(?:replace )?(\S+) => \S+ (v\S+)/gm)];
  return new Map([...required, ...replaced].map(([, name = "", version = ""]) => [name, version]));
}

test.each([
  "kubernetes",
  "coredns",
  "local-path-provisioner",
  "knative-serving",
  "knative-eventing",
  "traefik",
] as const)(
  "what the Kubernetes client is made of has the same versions in %s as in the node, so that it compiles once",
  async (name) => {
    const node = await versionsOf(recipes.node.go?.module ?? "");
    const other = await versionsOf(recipes[name].go?.module ?? "");
    const differences = [...node].filter(([module, version]) => (other.get(module) ?? version) !== version);
    expect(differences).toEqual([]);
    expect(other.get("k8s.io/client-go")).toBe(node.get("k8s.io/client-go"));
  },
);

test("official files come over https with a checksum beside them", () => {
  const files = all.flatMap(([, recipe]) => recipe.official ?? []);
  expect(files).toHaveLength(20);
  for (const file of files) {
    expect([new URL(file.url).protocol, new URL(file.checksums).protocol]).toEqual(["https:", "https:"]);
  }
});

test("a key changes with the build's flags and with names and content of its sources", async () => {
  const bench = await workbench();
  const recipe = await goRecipe(bench, "crane");
  const [module = ""] = recipe.sources;
  const keys = [
    await keyOf(recipe),
    await keyOf({ ...recipe, go: { module, packages: ["."], ldflags: "-X a=b" } }),
  ];
  await fs.writeFile(path.join(module, "a.go"), "1");
  keys.push(await keyOf(recipe));
  await fs.writeFile(path.join(module, "a.go"), "2");
  keys.push(await keyOf(recipe));
  await fs.rename(path.join(module, "a.go"), path.join(module, "b.go"));
  keys.push(await keyOf(recipe));
  expect(new Set(keys).size).toBe(keys.length);
  await bench.clear();
});
