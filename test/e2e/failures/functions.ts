import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { FunctionSpec } from "../../../components/contracts";
import { environmentOf } from "../../support/cake";
import { Checkout } from "../../support/checkout";
import { engine, type Engine } from "../../support/engine";
import { call } from "../../support/ingress";
import { closedPort, programWith } from "./program";

const stackTrace = /^ +at .+:\d+:\d+\)?$/m;
/** For those that never start: long enough for a busy machine to try. */
const startTimeout = "20 seconds";
const good = `export default () => Response.json("good");`;
/** By digest: Knative asks no registry for one, and so leaves the failure to the node. */
const absent = (port: number) => `127.0.0.1:${port}/absent@sha256:${"0".repeat(64)}`;

interface State {
  readonly deployment: { readonly resources?: readonly { readonly urn: string; readonly inputs?: object }[] };
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

  const resources = async (): Promise<Map<string, unknown>> => {
    const { stdout } = await pulumi.succeed("stack", "export");
    const { deployment } = JSON.parse(stdout) as State;
    return new Map(deployment.resources?.map(({ urn, inputs }) => [urn, inputs]));
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
    expect(await resources()).toEqual(new Map());
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
    const before = await resources();
    await pulumi.write(programWith({ crashing: { code: await source("crashing", good) } }, registry));
    const text = await expectFailure("up", "--yes", "--skip-preview");
    expect(text).toMatch(/Image 127\.0\.0\.1:\d+\/team\/crashing:\w+ was not pushed[^]*connection refused/);
    expect(await resources()).toEqual(before);
  });

  describe("of the stack that cake brings up", () => {
    let checkout: Checkout;
    let hello: string;
    const code = "examples/hello/index.ts";
    const up = () => checkout.cake(instance, "up", "dev");
    const failure = (text: RegExp) => ({ code: 1, text: expect.stringMatching(text) as string });

    beforeAll(async () => {
      checkout = await Checkout.make();
      hello = (await checkout.cake(instance, "open", "hello")).text.trim();
      await checkout.write(
        "stacks/functions.ts",
        `export const functions = { hello: { code: { source: "examples/hello" }, startTimeout: "${startTimeout}" } };`,
      );
    });
    afterAll(() => checkout.remove());

    test("are compiled before anything is touched", async () => {
      await checkout.write(code, "export default (\n  => 1;");
      const run = await up();
      expect(run).toEqual(failure(/function hello:[^]*Unexpected "=>"[^]*examples\/hello\/index\.ts:2:2:/));
      expect(run.text).not.toMatch(/(created|updated|deleted) /);
      expect((await call(hello)).status).toBe(200);
    });

    test("leave the version before in service when a new one does not start", async () => {
      await checkout.write(code, `throw new Error("no such luck"); ${good}`);
      const run = await up();
      expect(run).toEqual(failure(/function hello is not ready after 20 seconds:[^]*no such luck/));
      expect(run.text).not.toMatch(stackTrace);
      expect(await call(hello)).toMatchObject({ status: 200, body: { message: "Hello, world!" } });
      expect((await checkout.cake(instance, "logs", "hello")).text).toContain("no such luck");
    });

    test("are replaced by a version that starts", async () => {
      await checkout.write(code, good);
      expect(await up()).toMatchObject({ code: 0 });
      expect(await call(hello)).toEqual({ status: 200, body: "good" });
    });
  });
}
