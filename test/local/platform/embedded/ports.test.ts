import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { portsOf } from "../../../../local/platform/embedded/ports";

let directory: string;
beforeEach(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), "cake-ports-"));
});
afterEach(() => fs.rm(directory, { recursive: true }));

test("an instance keeps its ports", async () => {
  const instance = { name: "test", directory, run: directory };
  const ports = await portsOf(instance);
  expect(Object.keys(ports).sort()).toEqual(["api", "cloud", "ingress", "sql"]);
  expect(await portsOf(instance)).toEqual(ports);
});

test("ports that came with a later release are added to those that are there", async () => {
  await fs.writeFile(path.join(directory, "ports.json"), JSON.stringify({ ingress: 1111, api: 2222 }));
  const ports = await portsOf({ name: "test", directory, run: directory });
  expect(ports).toEqual({
    ingress: 1111,
    api: 2222,
    sql: expect.any(Number) as number,
    cloud: expect.any(Number) as number,
  });
});
