import { watch } from "node:fs";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { withoutDraining } from "../../cli/drain";

let folder: string;
let calls: string;
let kubectl: string;

/** A program in the place of kubectl: it tells of these pods, waits to be ended, and keeps what it was asked. */
async function telling(...pods: string[]): Promise<void> {
  const script = `#!/bin/sh
case "$3" in
  get) printf '%s\\n' ${pods.map((pod) => `'${pod}'`).join(" ")}; echo "watching $$" >> ${calls}; exec sleep 600;;
  *) echo "$@" >> ${calls};;
esac
`;
  await fs.writeFile(kubectl, script, { mode: 0o755 });
}

const asked = async () => (await fs.readFile(calls, "utf8").catch(() => "")).split("\n").filter(Boolean);

/** Until so many calls were made. */
const until = (count: number): Promise<void> =>
  new Promise((resolve) => {
    const watcher = watch(folder, () => {
      void asked().then((calls) => {
        if (calls.length < count) return;
        watcher.close();
        resolve();
      });
    });
  });

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-drain-"));
  [calls, kubectl] = [path.join(folder, "calls"), path.join(folder, "kubectl")];
});
afterEach(() => fs.rm(folder, { recursive: true }));

test("pods that are told to end are ended at once, each by one call", async () => {
  await telling("functions hello-1", "functions hello-1", "shop orders-1");
  const all = until(3);
  expect(await withoutDraining(kubectl, "/kubeconfig", () => all.then(() => "done"))).toBe("done");
  const now = "--force --grace-period=0 --wait=false --ignore-not-found";
  expect((await asked()).filter((call) => !call.startsWith("watching")).sort()).toEqual([
    `--kubeconfig /kubeconfig delete pod hello-1 --namespace functions ${now}`,
    `--kubeconfig /kubeconfig delete pod orders-1 --namespace shop ${now}`,
  ]);
});

test("nothing is watched any more when the work has ended, or failed", async () => {
  await telling();
  const watching = until(1);
  const failure = new Error("the work failed");
  const work = () => watching.then(() => Promise.reject(failure));
  await expect(withoutDraining(kubectl, "/kubeconfig", work)).rejects.toBe(failure);
  const [pid] = (await asked()).flatMap((call) => /^watching (\d+)$/.exec(call)?.[1] ?? []);
  expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
});

test("without a cluster that answers, the work is done as it is", async () => {
  await fs.writeFile(kubectl, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  expect(await withoutDraining(kubectl, "/kubeconfig", () => Promise.resolve("done"))).toBe("done");
});
