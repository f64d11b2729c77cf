import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { filesOf, migrateTask, type Migrations } from "../../components/cockroach/migrations";
import { homeOf } from "../../local/home";
import { ensureTools, environmentOf } from "../../local/toolchain";
import type { Login, PostgresServer, ScriptRun } from "./postgres";

/** Brings an application's database to its migrations, with the command of the Job, which runs here. */
export async function migrate(
  server: PostgresServer,
  owner: Login,
  migrations: Migrations,
): Promise<ScriptRun> {
  const { flyway } = await ensureTools(homeOf(), ["flyway"], (line) => process.stderr.write(`${line}\n`));
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "flyway-"));
  const { command, environment } = migrateTask({ namespace: "", image: "", secret: "", files: "" });
  for (const [file, sql] of Object.entries(filesOf(migrations, owner.database))) {
    await fs.writeFile(path.join(folder, file), sql);
  }
  const [shell, ...args] = command.map((part) =>
    part.replaceAll("/tmp/", `${folder}/.`).replaceAll("/migrations", folder),
  );
  const { PATH, LD_LIBRARY_PATH } = environmentOf(flyway);
  const env = {
    ...environment,
    PATH,
    LD_LIBRARY_PATH,
    FLYWAY_URL: `jdbc:postgresql://127.0.0.1:${server.port}/${owner.database}?sslmode=verify-full&sslrootcert=${server.ca}`,
    FLYWAY_USER: owner.user,
    FLYWAY_PASSWORD: owner.password,
  };
  try {
    return await new Promise((resolve) =>
      execFile(
        path.join(flyway.directory, "usr/bin", shell!),
        args,
        { env, cwd: folder },
        (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code ?? -1) : 0, text: stdout + stderr }),
      ),
    );
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}
