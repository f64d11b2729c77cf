import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../../../errors";
import { manager } from "./names";
import type { Programs } from "./programs";

/** Makes the data of a new server, unless it is there. An interrupted attempt leaves none. */
export async function makeData(programs: Programs, folder: string, password: string): Promise<void> {
  const within = (name: string): string => path.join(folder, name);
  if (await exists(within("data"))) return;
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  await fs.rm(within("data.new"), { recursive: true, force: true });
  await fs.writeFile(within("password"), password, { mode: 0o600 });
  const { owner } = programs;
  if (owner !== undefined)
    for (const file of [folder, within("password")]) await fs.chown(file, owner, owner);
  const seen = (name: string): string => path.join(programs.data, name);
  const authentication = [`--username=${manager}`, `--pwfile=${seen("password")}`, "--auth=scram-sha-256"];
  const format = ["--encoding=UTF8", "--locale=C.UTF-8", "--wal-segsize=4", "--no-sync"];
  const child = programs.run("initdb", ["-D", seen("data.new"), ...authentication, ...format], "pipe");
  const [code, output] = await outcome(child);
  await fs.rm(within("password"));
  if (code !== 0) {
    const advice =
      owner === undefined
        ? ""
        : "\nAs root this needs the right to mount (CAP_SYS_ADMIN); other users do not.";
    throw new UserError(`PostgreSQL could not be set up in ${folder}:\n${output.trimEnd()}${advice}`);
  }
  await fs.rename(within("data.new"), within("data"));
}

async function outcome(child: ChildProcess): Promise<[code: number | null, output: string]> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => (output += data.toString()));
  }
  const [code] = (await once(child, "close")) as [number | null];
  return [code, output];
}

const exists = (file: string): Promise<boolean> =>
  fs.access(file).then(
    () => true,
    () => false,
  );
