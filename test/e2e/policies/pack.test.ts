import * as fs from "node:fs/promises";
import * as path from "node:path";
import { stringify } from "yaml";
import { engine, type Engine } from "../../support/engine";

/** Building the engine, where nothing is cached, takes minutes. */
jest.setTimeout(20 * 60_000);

const policies = path.resolve(__dirname, "../../../policies");

/** A pack as another team has it: the guardrails, with waivers and configuration of its own, and a rule that may throw. */
const pack = {
  "PulumiPolicy.yaml": "runtime: nodejs\n",
  "package.json": '{ "name": "acme", "version": "1.0.0", "main": "start.js" }',
  "start.js": `require(${JSON.stringify(path.join(policies, "run"))})(require.resolve("./pack.ts"));`,
  "pack.ts": `
import * as path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { guardrails } from ${JSON.stringify(path.join(policies, "guardrails"))};
new PolicyPack("acme", {
  policies: [
    ...guardrails({
      project: path.join(__dirname, ".."),
      waivers: path.join(__dirname, "waivers.yaml"),
      configuration: path.join(__dirname, "options.json"),
    }),
    {
      name: "broken",
      description: "Breaks where a pod is called so.",
      enforcementLevel: "advisory",
      validateResource: ({ name }) => {
        if (name === "breaks") throw new Error("this rule has a defect");
      },
    },
  ],
});
`,
};

/** Objects are rendered into files: no cluster is asked. */
const program = (body: string) => `
import * as kubernetes from "@pulumi/kubernetes";
import * as random from "@pulumi/random";
const provider = new kubernetes.Provider("rendered", { renderYamlToDirectory: "rendered" });
const pet = new random.RandomPet("pet");
const pod = (name: string, context: object, rest: object = {}) =>
  new kubernetes.core.v1.Pod(name, {
    metadata: { name, namespace: "shop" },
    spec: {
      automountServiceAccountToken: false,
      restartPolicy: "Never",
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [{
        name: "web",
        image: "docker.io/library/nginx:1.29.3",
        resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "16Mi" } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, ...context },
      }],
      ...rest,
    },
  }, { provider });
${body}
`;

describe("the pack under the engine", () => {
  let pulumi: Engine;

  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files))
      await fs.writeFile(path.join(pulumi.directory, "acme", name), text);
  };
  const waive = (...waivers: object[]) => write({ "waivers.yaml": stringify(waivers) });
  const configure = (options: object) => write({ "options.json": JSON.stringify(options) });

  beforeAll(async () => {
    pulumi = await engine({
      tools: ["provider-kubernetes"],
      environment: { PULUMI_OPTION_POLICY_PACK: "acme" },
    });
    await fs.mkdir(path.join(pulumi.directory, "acme"));
    await write(pack);
    await pulumi.succeed("config", "set", "cake:environment", "prod");
  });
  beforeEach(async () => {
    await waive();
    await configure({ "secrets-provider": { enforcementLevel: "disabled" } });
  });
  afterAll(() => pulumi.remove());

  test("what is in order passes", async () => {
    await pulumi.write(program(`pod("web", {});`));
    const { text } = await pulumi.succeed("preview");
    expect(text).toContain("acme@v1.0.0");
  });

  test("what is not in order stops a preview, with the resource, what is wrong, the fix and the reason", async () => {
    await pulumi.write(program(`pod("web", { privileged: true });`));
    const { code, text } = await pulumi.run("preview");
    expect(code).not.toBe(0);
    expect(text).toContain("[mandatory]  pod-privilege  (kubernetes:core/v1:Pod: web)");
    expect(text).toContain("spec.containers[web].securityContext.privileged is true");
    expect(text).toMatch(/Fix: .+\n\s+Why: .+https:\/\//);
  });

  test("the same is no more than told of where the configuration says so", async () => {
    await configure({
      "pod-privilege": { enforcementLevel: "advisory" },
      "secrets-provider": { enforcementLevel: "disabled" },
    });
    await pulumi.write(program(`pod("web", { privileged: true });`));
    expect((await pulumi.succeed("preview")).text).toContain(
      "[advisory]  pod-privilege  (kubernetes:core/v1:Pod: web)",
    );
  });

  test("what a preview does not know is judged at the update, before the resource is made, and what it knows at once", async () => {
    const unknown = `pet.id.apply((id) => id.length > 0)`;
    await pulumi.write(program(`pod("web", { privileged: ${unknown} });`));
    await pulumi.succeed("preview");
    const { code, text } = await pulumi.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toContain("spec.containers[web].securityContext.privileged is true");
    await expect(fs.readdir(path.join(pulumi.directory, "rendered", "1-manifest"))).rejects.toThrow("ENOENT");

    await pulumi.write(
      program(
        `new random.RandomPet("other"); pod("web", { privileged: ${unknown.replace("pet", "new random.RandomPet('new')")} }, { hostPID: true });`,
      ),
    );
    const preview = await pulumi.run("preview");
    expect(preview.code).not.toBe(0);
    expect(preview.text).toContain("spec.hostPID is true");
    expect(preview.text).not.toContain("privileged is");
  });

  test("a waiver lets pass what it is for, and is printed", async () => {
    await waive({
      policy: "pod-privilege",
      resources: "*:Pod::web",
      stacks: ["dev"],
      reason: "A try.",
      owner: "ann",
      expires: "2999-12-31",
    });
    await pulumi.write(program(`pod("web", { privileged: true });`));
    expect((await pulumi.succeed("preview")).text).toContain(
      "waived: pod-privilege for *:Pod::web, until 2999-12-31: A try. (ann)",
    );
    await pulumi.write(program(`pod("web", { privileged: true }); pod("other", { privileged: true });`));
    const { code, text } = await pulumi.run("preview");
    expect(code).not.toBe(0);
    expect(text).toContain("pod-privilege  (kubernetes:core/v1:Pod: other)");
    expect(text).not.toContain("pod-privilege  (kubernetes:core/v1:Pod: web)");
  });

  test("a waiver that nothing needs fails the update", async () => {
    await waive({
      policy: "pkce",
      resources: "*",
      stacks: ["dev"],
      reason: "A try.",
      owner: "ann",
      expires: "2999-12-31",
    });
    await pulumi.write(program(`pod("web", {});`));
    await pulumi.succeed("preview");
    const { code, text } = await pulumi.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toContain("Nothing here breaks pkce at * any more.");
  });

  test("waivers and configuration that do not hold stop everything at once, without a stack trace", async () => {
    await pulumi.write(program(`pod("web", {});`));
    await waive({
      policy: "pkse",
      resources: "*",
      stacks: ["dev"],
      reason: "A try.",
      owner: "ann",
      expires: "2020-01-01",
    });
    const waived = await pulumi.run("preview");
    await waive();
    await configure({ "route-tsl": {} });
    const configured = await pulumi.run("preview");
    for (const { code, text } of [waived, configured]) {
      expect(code).not.toBe(0);
      expect(text).not.toMatch(/^\s+at /m);
      expect(text).not.toContain("Pod web");
    }
    expect(waived.text).toContain('waiver 1: there is no policy "pkse". Did you mean pkce?');
    expect(waived.text).toContain("waiver 1: expired on 2020-01-01.");
    expect(configured.text).toContain('there is no policy "route-tsl". Did you mean route-tls?');
  });

  test("a rule that throws is reported as such, and the preview fails", async () => {
    await pulumi.write(program(`pod("breaks", {});`));
    const { code, text } = await pulumi.run("preview");
    expect(code).not.toBe(0);
    expect(text).toContain("policy 'broken' from policy pack 'acme@v1.0.0'");
    expect(text).toContain("this rule has a defect");
  });
});
