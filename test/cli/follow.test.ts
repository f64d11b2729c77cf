import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { follow, type Following } from "../../cli/follow";

let folder: string;
let following: Following;
/** What waits for the next call. */
let called: () => void;
let calls: number;

const nextCall = () => new Promise<void>((resolve) => (called = resolve));
const write = (name: string, text: string) => fs.writeFile(path.join(folder, name), text);

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cakestack-follow-"));
  await fs.mkdir(path.join(folder, "public"));
  await write("index.ts", "1");
  await write("public/page.ts", "1");
  calls = 0;
  following = await follow(folder, () => {
    calls += 1;
    called();
    return Promise.resolve();
  });
});
afterEach(async () => {
  await following.end();
  await fs.rm(folder, { recursive: true });
});

test.each(["index.ts", "public/page.ts", "new.ts", "public/new.ts"])(
  "what is written to %s at once is not missed",
  async (name) => {
    const call = nextCall();
    await write(name, "2");
    await call;
    expect(calls).toBeGreaterThan(0);
  },
);

test("an editor that puts another file in a file's place is followed, again and again", async () => {
  for (const turn of ["1", "2", "3"]) {
    const written = nextCall();
    await write("index.new", turn);
    await written;
    const before = calls;
    const replaced = nextCall();
    await fs.rename(path.join(folder, "index.new"), path.join(folder, "index.ts"));
    await replaced;
    expect(calls).toBeGreaterThan(before);
  }
});

test("a file that is taken away is a change, and nothing is after the end", async () => {
  const call = nextCall();
  await fs.rm(path.join(folder, "index.ts"));
  await call;
  await following.end();
  const before = calls;
  let other: Following | undefined;
  const seenByOther = new Promise<void>((resolve) => {
    void follow(folder, () => Promise.resolve(resolve())).then((one) => {
      other = one;
      return write("index.ts", "3");
    });
  });
  await seenByOther;
  await other?.end();
  expect(calls).toBe(before);
});
