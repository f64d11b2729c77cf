import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { recover } from "../../cli/recovery";
import type { Deployment } from "../../cli/recovery/pending";
import { engine, type Engine } from "../support/engine";
import { killedAt, processesWith } from "../support/kill";
import { sampledPoints } from "../support/seed";

/** Building the engine, where nothing is cached, takes minutes. */
jest.setTimeout(20 * 60_000);

/** What the engine prints of each resource, in this order. */
const progress = / (creating|created) \(/;

/** One resource of each kind; the provider of the files refuses to create one that exists. */
const program = (contents: readonly string[]) => `
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Group", name);
  }
}
class Files extends pulumi.ProviderResource {}
class File extends pulumi.CustomResource {}
const parent = new Group("group");
const pet = new random.RandomPet("pet", {}, { parent });
const provider = new Files("file", "files", { directory: process.env.FILES, exclusive: "true" });
const contents: string[] = ${JSON.stringify(contents)};
contents.map((content, index) => {
  const name = \`file-\${index + 1}\`;
  new File("file:index:File", name, { name, content, labels: { pet: pet.id } }, { parent, provider });
});
`;

const contents = ["one", "two", "three", "four"];
const names = contents.map((_, index) => `file-${index + 1}`);

describe("an engine that was killed", () => {
  let pulumi: Engine;
  let stack: Stack;
  let said: string[];
  const report = (line: string) => void said.push(line);
  const files = () => path.join(pulumi.directory, "files");

  beforeAll(async () => {
    pulumi = await engine({ plugins: { file: path.join(__dirname, "../support/file-provider.ts") } });
    pulumi.environment.FILES = files();
    await fs.mkdir(files());
    process.env.PATH = pulumi.environment.PATH;
    const envVars = pulumi.environment as Record<string, string>;
    stack = await LocalWorkspace.selectStack(
      { stackName: "dev", workDir: pulumi.directory },
      { envVars, pulumiCommand: await PulumiCommand.get({ skipVersionCheck: true }) },
    );
  });

  beforeEach(() => {
    said = [];
  });

  afterEach(() => pulumi.succeed("destroy", "--yes", "--skip-preview"));

  afterAll(() => pulumi.remove());

  const state = async (): Promise<Deployment> =>
    (JSON.parse((await pulumi.succeed("stack", "export")).stdout) as { deployment: Deployment }).deployment;
  const creations = async () =>
    ((await state()).pending_operations ?? []).filter(({ type }) => type === "creating");
  const up = ["up", "--yes", "--skip-preview"];

  /** What a person would find in the folder. */
  const found = async (): Promise<Map<string, string>> => {
    const there = await fs.readdir(files());
    const lost = (await creations()).filter(({ resource }) => resource.type === "file:index:File");
    return new Map(
      lost.map(({ resource: { urn } }) => {
        const name = urn.split("::").at(-1)!;
        return [urn, there.includes(name) ? name : ""];
      }),
    );
  };

  const expectConverged = async () => {
    await pulumi.succeed(...up);
    await pulumi.succeed("preview", "--refresh", "--expect-no-changes");
    const { resources = [], pending_operations: pending = [] } = await state();
    const ids = resources.flatMap(({ type, id }) => (type === "file:index:File" ? [id] : []));
    expect({ pending, ids: ids.sort() }).toEqual({ pending: [], ids: names });
    expect((await fs.readdir(files())).sort()).toEqual(names);
    expect(await processesWith("PULUMI_BACKEND_URL", pulumi.environment.PULUMI_BACKEND_URL!)).toEqual([]);
  };

  test("at any point converges when it runs again, with a provider that refuses to create what exists", async () => {
    await pulumi.write(program(contents));
    const complete = await killedAt(pulumi.start(...up), progress, Infinity);
    await pulumi.succeed("destroy", "--yes", "--skip-preview");
    for (const point of sampledPoints(3, complete.lines.length - 1)) {
      const { killed } = await killedAt(pulumi.start(...up), progress, point);
      expect(killed).toBe(true);
      await recover(stack, report, await found());
      await expectConverged();
      await pulumi.succeed("destroy", "--yes", "--skip-preview");
    }
  });

  /** Starts an update that makes a file and then hangs; it hangs when this returns. */
  const hanging = async (): Promise<ChildProcess> => {
    await pulumi.write(program(["slow"]));
    const changes = fs.watch(files());
    const run = pulumi.start(...up);
    for await (const { filename } of changes) {
      if (filename === "file-1") return run;
    }
    throw new Error("the folder is no longer watched");
  };

  const ended = async (run: ChildProcess, signal: NodeJS.Signals) => {
    const end = once(run, "close");
    run.stdout!.resume();
    run.kill(signal);
    await end;
  };

  test("in the middle of a creation leaves it to a person who can look", async () => {
    await ended(await hanging(), "SIGKILL");
    const [lost] = await creations();
    const { urn } = lost!.resource;
    await expect(recover(stack, report)).rejects.toThrow(
      `file-1 (file:index:File)\n    --found '${urn}=<its id>'`,
    );
    expect(await creations()).toEqual([lost]);
    await recover(stack, report, new Map([[urn, "file-1"]]));
    await pulumi.write(program(contents));
    await expectConverged();
  });

  test("is in its own way where what it made is taken as not made", async () => {
    await ended(await hanging(), "SIGKILL");
    const [lost] = await creations();
    await recover(stack, report, new Map([[lost!.resource.urn, ""]]));
    const { code, text } = await pulumi.run(...up);
    expect(code).not.toBe(0);
    expect(text).toContain("EEXIST");
    await fs.rm(path.join(files(), "file-1"));
    await pulumi.write(program(contents));
    await expectConverged();
  });

  test("and killed again while it looks, still looks the next time", async () => {
    await ended(await hanging(), "SIGKILL");
    const [lost] = await creations();
    await recover(stack, report, new Map([[lost!.resource.urn, "file-1"]]));
    // What it would find is gone before it looks.
    await fs.rm(path.join(files(), "file-1"));
    await pulumi.write(program(contents));
    await expectConverged();
  });

  test("leaves nothing behind what is destroyed next", async () => {
    await ended(await hanging(), "SIGKILL");
    const [lost] = await creations();
    await recover(stack, report, new Map([[lost!.resource.urn, "file-1"]]));
    await pulumi.succeed("destroy", "--yes", "--skip-preview");
    expect(await fs.readdir(files())).toEqual([]);
  });

  test("is waited for while it lives", async () => {
    const run = await hanging();
    await recover(stack, (line) => {
      report(line);
      if (line.startsWith("waiting")) void ended(run, "SIGINT");
    });
    expect(said).toEqual([expect.stringContaining(`pulumi, process ${run.pid}.`)]);
    // This provider does not take back what it has begun.
    await fs.rm(path.join(files(), "file-1"));
    await pulumi.write(program(contents));
    await expectConverged();
  });

  test("while it wrote its lock or its state leaves files that are in nobody's way", async () => {
    await pulumi.write(program(contents));
    await pulumi.succeed(...up);
    const folder = path.join(pulumi.directory, "state", ".pulumi");
    const locks = path.join(folder, "locks", "organization", "scratch", "dev");
    await fs.mkdir(locks, { recursive: true });
    await fs.writeFile(path.join(locks, "1.json.18c1f2ab.tmp"), "{");
    const states = path.join(folder, "stacks", "scratch");
    await fs.writeFile(path.join(states, "dev.json.18c1f2ab.tmp"), `{"version": 3, "check`);
    await recover(stack, report);
    expect(await fs.readdir(locks)).toEqual([]);
    await expectConverged();
    // The engine does not write these by rename, and half of one keeps the stack from opening.
    const all = await fs.readdir(folder, { recursive: true });
    expect(all.filter((name) => name.endsWith(".attrs"))).toEqual([]);
  });
});
