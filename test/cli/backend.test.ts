import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { backendUrl, hasPendingOperations } from "../../cli/backend";

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-backend-"));
});
afterEach(() => fs.rm(folder, { recursive: true }));

async function write(name: string, content: Buffer | string): Promise<void> {
  const stacks = path.join(folder, ".pulumi", "stacks", "shop");
  await fs.mkdir(stacks, { recursive: true });
  await fs.writeFile(path.join(stacks, name), content);
}

const checkpoint = (latest: object | null) => JSON.stringify({ version: 3, checkpoint: { latest } });
const pending = { resources: [], pending_operations: [{ type: "creating" }] };

test.each([
  ["operations that were cut off", "dev.json", checkpoint(pending), true],
  ["operations in a compressed file", "dev.json.gz", gzipSync(checkpoint(pending)), true],
  ["none", "dev.json", checkpoint({ resources: [{}], pending_operations: [] }), false],
  ["a state that does not speak of any", "dev.json", checkpoint({ resources: [{}] }), false],
  ["a stack that was never up", "dev.json", checkpoint(null), false],
  ["another stack's", "prod.json", checkpoint(pending), false],
  ["what the engine will complain of", "dev.json", "{", false],
])("%s", async (_, name, content, found) => {
  await write(name, content);
  expect(await hasPendingOperations(backendUrl(folder), "shop", "dev")).toBe(found);
});

test("no state at all has none", async () => {
  expect(await hasPendingOperations(backendUrl(folder), "shop", "dev")).toBe(false);
});
