import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { FunctionSpec } from "../../../components/contracts";
import { environmentOf } from "../../support/cake";
import { engine, type Engine } from "../../support/engine";
import { call } from "../../support/ingress";
import { stackTrace } from "../../support/stack-trace";
import { closedPort, programWith } from "./program";

/** For those that never start: long enough for a busy machine to try. */
const startTimeout = "20 seconds";
const good = `export default () => Response.json("good");`;
/** By digest: Knative asks no registry for one, and so leaves the failure to the node. */
const absent = (port: number) => `127.0.0.1:${port}/absent@sha256:${"0".repeat(64)}`;

interface State {
  readonly deployment: {
    readonly resources?: readonly { readonly urn: string; readonly type: string; readonly inputs?: object }[];
  };
}

/** Deploys functions that fail with a program of another team, on the platform of an instance that is up. */
export function functions(instance: string): void {
  let pulumi: Engine;
  let port: number;

  beforeAll(async () => {
    const { PATH, KUBECONFIG, CAKE_INSTANCE } = await environmentOf(instance);
    pulumi = await engine({ environment: { PATH, KUBECONFIG, CAKE_INSTANCE } });
    port = await closedPort();
  });

  afterAll(async () => {
    await pulumi.run("destroy", "--yes", "--skip-preview");
    await pulumi.remove();
  });

  const source = async (name: string, code: string): Promise<FunctionSpec["code"]> => {
    const folder = path.join(pulumi.directory, name);
    await fs.mkdir(folder, { recursive: true });
    await fs.writeFile(path.join(folder, "index.ts"), code);
    return { source: folder };
  };

  const objects = async (): Promise<Map<string, unknown>> => {
    const { stdout } = await pulumi.succeed("stack", "export");
    const { resources = [] } = (JSON.parse(stdout) as State).deployment;
    const inCluster = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    return new Map(inCluster.map(({ urn, inputs }) => [urn, inputs]));
  };

  const expectFailure = async (...args: string[]): Promise<string> => {
    const { code, text } = await pulumi.run(...args);
    expect({ code, text }).toEqual({ code: 1, text: expect.not.stringMatching(stackTrace) as string });
    return text;
  };

  test("that do not compile are shown with file and line, before anything is made", async () => {
    await pulumi.write(
      programWith({ broken: { code: await source("broken", "export default (\n  => 1;") } }),
    );
    const text = await expectFailure("up", "--yes");
    expect(text).toMatch(/broken does not compile:[^]*Unexpected "=>"[^]*broken\/index\.ts:2:2:/);
    expect(await objects()).toEqual(new Map());
  });

  test("that do not start are each explained: reason or log, and what to do", async () => {
    await pulumi.write(
      programWith({
        crashing: {
          code: await source("crashing", `throw new Error("no such luck"); ${good}`),
          startTimeout,
        },
        handless: { code: await source("handless", "export default 42;"), startTimeout },
        silent: { code: await source("silent", `process.env.PORT = "9999"; ${good}`), startTimeout },
        absent: { code: { image: absent(port) }, startTimeout },
      }),
    );
    const text = await expectFailure("up", "--yes", "--skip-preview");
    const said = text.slice(text.indexOf("Diagnostics:"));
    for (const [name, reason] of Object.entries({
      crashing: "the function crashed.*no such luck",
      handless: "the default export of index.ts is not a function",
      silent: "Readiness probe failed",
      absent: "ErrImagePull",
    })) {
      const message = `function ${name} is not ready after 20 seconds:[^]*${reason}[^]*npx cake logs ${name}`;
      expect(said).toMatch(new RegExp(message));
    }
  });

  test("are good as soon as they are mended: nothing of the failure is in the way", async () => {
    const names = ["crashing", "handless", "silent", "absent"];
    const mended = await Promise.all(names.map(async (name) => [name, { code: await source(name, good) }]));
    await pulumi.write(programWith(Object.fromEntries(mended) as Record<string, FunctionSpec>));
    await pulumi.succeed("up", "--yes", "--skip-preview");
    const { stdout } = await pulumi.succeed("stack", "output", "--json");
    const urls = Object.entries((JSON.parse(stdout) as { urls: Record<string, string> }).urls);
    const answers = await Promise.all(urls.map(async ([name, url]) => [name, await call(url)] as const));
    expect(answers.sort()).toEqual(names.sort().map((name) => [name, { status: 200, body: "good" }]));
    expect(await pulumi.succeed("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  test("whose image has no registry to go to say so", async () => {
    const registry = `{ kind: "registry", prefix: "127.0.0.1:${port}/team", base: found.images.base }`;
    const before = await objects();
    await pulumi.write(programWith({ crashing: { code: await source("crashing", good) } }, registry));
    const text = await expectFailure("up", "--yes", "--skip-preview");
    expect(text).toMatch(/Image 127\.0\.0\.1:\d+\/team\/crashing:\w+ was not pushed[^]*connection refused/);
    expect(await objects()).toEqual(before);
  });
}
