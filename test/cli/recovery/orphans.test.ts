import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { endOrphans } from "../../../cli/recovery/orphans";

let root: string;
let backend: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "orphans-"));
  backend = `file://${root}`;
  for (const name of ["pulumi", "pulumi-resource-aws", "sh"]) {
    await fs.copyFile("/bin/sh", path.join(root, name));
    await fs.chmod(path.join(root, name), 0o755);
  }
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await fs.rm(root, { recursive: true });
});

/** A process of a name that waits until its input ends; below a parent of another name, where that is given. */
async function start(name: string, environment: NodeJS.ProcessEnv, parent?: string): Promise<ChildProcess> {
  const wait = "read line";
  const [program, script] = parent
    ? [parent, `${path.join(root, name)} -c 'echo; ${wait}'; :`]
    : [name, `echo; ${wait}`];
  const child = spawn(path.join(root, program), ["-c", script], {
    env: environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  started.push(child);
  await once(child.stdout, "data");
  return child;
}

const on = (url: string) => ({ PULUMI_BACKEND_URL: url });

test("a provider that outlived its engine is ended", async () => {
  const orphan = await start("pulumi-resource-aws", on(backend));
  const ended = once(orphan, "exit");
  expect(await endOrphans(backend)).toBe(1);
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(await endOrphans(backend)).toBe(0);
});

test.each([
  ["of an engine that lives", "pulumi-resource-aws", "pulumi"],
  ["that no engine started", "sh", undefined],
])("a process %s is left alone", async (_, name, parent) => {
  const child = await start(name, on(backend), parent);
  expect(await endOrphans(backend)).toBe(0);
  expect(child.exitCode ?? child.signalCode).toBeNull();
});

test.each([
  ["another instance's", "-other"],
  ["one below it", "/below"],
])("a provider on another backend, %s, is left alone", async (_, suffix) => {
  const child = await start("pulumi-resource-aws", on(`${backend}${suffix}`));
  expect(await endOrphans(backend)).toBe(0);
  expect(child.exitCode ?? child.signalCode).toBeNull();
});
