import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { checkTask, setupTask } from "../../../../components/cockroach/application/tasks";

const place = { namespace: "database", image: "postgres", secret: "login", scripts: "scripts" };

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "task-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Runs the Job's command with a program in place of psql. @returns its exit code, and the arguments of each run */
function run(psql: string): Promise<{ code: number; runs: string[] }> {
  const log = path.join(folder, "log");
  fs.writeFileSync(path.join(folder, "psql"), `#!/bin/sh\necho "$*" >> ${log}\n${psql}\n`, { mode: 0o755 });
  fs.writeFileSync(path.join(folder, "sleep"), "#!/bin/sh\n", { mode: 0o755 });
  const [shell, ...args] = setupTask(place, []).command;
  const env = { PATH: `${folder}:${process.env.PATH}` };
  return new Promise((resolve) =>
    execFile(shell!, args, { env }, (error) =>
      resolve({
        code: error ? Number(error.code) : 0,
        runs: fs.readFileSync(log, "utf8").trim().split("\n"),
      }),
    ),
  );
}

test("a script that runs through runs once", async () => {
  expect(await run("exit 0")).toEqual({ code: 0, runs: ["--no-psqlrc --file=/sql/setup.sql"] });
});

test("a script with an error fails at once", async () => {
  const { code, runs } = await run("exit 3");
  expect([code, runs.length]).toEqual([3, 1]);
});

test("without a connection it is tried again until there is one", async () => {
  const { code, runs } = await run(`[ $(wc -l < "$(dirname "$0")/log") = 3 ] || exit 2`);
  expect([code, runs.length]).toEqual([0, 3]);
});

test("without a connection for long it fails", async () => {
  const { code, runs } = await run("exit 2");
  expect([code, runs.length]).toEqual([2, 5]);
});

test("nothing secret stands on a command line", () => {
  const { command, environment, secrets } = setupTask(place, ["OWNER_VERIFIER"]);
  expect(command.join(" ")).not.toMatch(/password|verifier/i);
  expect(Object.keys(environment ?? {})).not.toContain("PGPASSWORD");
  expect(secrets).toMatchObject({ PGPASSWORD: "PGPASSWORD", OWNER_VERIFIER: "OWNER_VERIFIER" });
});

test("the check connects to the database itself", () => {
  expect(checkTask(place, "shop").command).toContain("--dbname=shop");
});
