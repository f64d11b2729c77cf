import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { untilUnlocked } from "../../../cli/recovery/lock";

let root: string;
let folder: string;
let said: string[];
const report = (line: string) => void said.push(line);
const started: ChildProcess[] = [];

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "lock-"));
  folder = path.join(root, "dev");
  await fs.mkdir(folder);
  said = [];
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await fs.rm(root, { recursive: true });
});

/** Starts a program that does nothing for an hour, under another name. */
async function start(name: string): Promise<ChildProcess> {
  const program = path.join(root, name);
  await fs.copyFile("/bin/sleep", program);
  await fs.chmod(program, 0o755);
  const child = spawn(program, ["3600"]);
  started.push(child);
  await once(child, "spawn");
  return child;
}

const lock = (pid: number | undefined, hostname = os.hostname()) =>
  JSON.stringify({ pid, username: "root", hostname, timestamp: "2026-01-02T03:04:05Z" });
const write = (name: string, content: string) => fs.writeFile(path.join(folder, name), content);

test("a stack that nobody works on is not waited for", async () => {
  await untilUnlocked(path.join(root, "none"), report);
  await untilUnlocked(folder, report);
  expect(said).toEqual([]);
});

test("the lock of an engine that ended is removed", async () => {
  const child = await start("pulumi");
  child.kill("SIGKILL");
  await once(child, "exit");
  await write("1.json", lock(child.pid));
  await untilUnlocked(folder, report);
  expect(await fs.readdir(folder)).toEqual([]);
  expect(said).toEqual(["removed the lock of a run that died"]);
});

test("so is one whose process number was given to another program", async () => {
  const child = await start("sleep");
  await write("1.json", lock(child.pid));
  await untilUnlocked(folder, report);
  expect(await fs.readdir(folder)).toEqual([]);
});

test.each(["", "{", `{"pid": 1`])("so is one of which only %p was written", async (content) => {
  await write("1.json", content);
  await write("2.json.18c1f2ab.tmp", content);
  await untilUnlocked(folder, report);
  expect(await fs.readdir(folder)).toEqual([]);
});

test("an engine that works is waited for, and named with what ends it", async () => {
  const child = await start("pulumi");
  await write("1.json", lock(child.pid));
  await write("2.json", lock(undefined));
  await untilUnlocked(folder, (line) => {
    said.push(line);
    if (line.startsWith("waiting")) child.kill("SIGKILL");
  });
  const dead = "removed the lock of a run that died";
  const waiting = `waiting for another run on this stack: pulumi, process ${child.pid}. To end it: kill -INT ${child.pid}`;
  expect(said).toEqual([dead, waiting, dead]);
  expect(await fs.readdir(folder)).toEqual([]);
});

test("an engine that does not end is left alone", async () => {
  const child = await start("pulumi");
  await write("1.json", lock(child.pid));
  await expect(untilUnlocked(folder, report, -1)).rejects.toThrow(
    `Stack dev is locked: pulumi (process ${child.pid}) works on it since 2026-01-02T03:04:05Z. ` +
      `Wait until it has ended, or end it: kill -INT ${child.pid}.`,
  );
  expect(await fs.readdir(folder)).toEqual(["1.json"]);
});

test("whether an engine on another machine lives cannot be seen", async () => {
  await write("1.json", lock(1, "elsewhere"));
  await expect(untilUnlocked(folder, report)).rejects.toThrow(
    "Stack dev is locked: pulumi (process 1 on machine elsewhere) works on it since 2026-01-02T03:04:05Z. " +
      `Wait until it has ended, or, when it cannot be running any more: eval "$(npx cake env)" && pulumi cancel --yes --stack dev.`,
  );
  expect(await fs.readdir(folder)).toEqual(["1.json"]);
});
