import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import execa from "execa";
import { UserError } from "../errors";
import type { Home } from "../home";
import { heartbeat } from "./heartbeat";
import type { Report } from "./tool";

/** What comes from Maven Central. */
export interface MavenFiles {
  /** Program and release, for messages. @example "Flyway 12.4.0" */
  readonly name: string;
  /** Folder of the project file that says what Maven is to fetch. */
  readonly project: string;
  /** SHA-256 of each file: Maven's own checksums come from where the files come from. */
  readonly files: Readonly<Record<string, string>>;
  /** What helps, besides Maven, where there is none. */
  readonly otherwise: string;
}

/**
 * Fetches files into a folder.
 *
 * @throws UserError with what Maven said, when there is no Maven, or about a file that is another than it should be
 */
export async function fetchFromMaven(
  home: Home,
  what: MavenFiles,
  folder: string,
  report: Report,
): Promise<void> {
  report(`fetching ${what.name}`);
  const stop = heartbeat((elapsed) => report(`fetching ${what.name}, ${elapsed}`));
  try {
    await runMaven(home, what, folder);
  } finally {
    stop();
  }
  await verify(what, folder);
}

async function runMaven(home: Home, what: MavenFiles, folder: string): Promise<void> {
  // Maven's own folder in the home is left alone.
  const repository = path.join(home.root, "build", "maven");
  const copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
  const args = [
    ...["--batch-mode", "--quiet", "--strict-checksums", "--file", path.join(what.project, "pom.xml")],
    ...[`-Dmaven.repo.local=${repository}`, copy, "-DincludeScope=runtime", `-DoutputDirectory=${folder}`],
  ];
  const result = await execa("mvn", args, { reject: false, all: true });
  if ((result as { code?: string }).code === "ENOENT") {
    throw new UserError(
      `mvn is missing: where images cannot be pulled, ${what.name} comes from Maven Central. ` +
        `Install Maven (\`apt install maven\`), or ${what.otherwise}.`,
    );
  }
  if (result.failed) throw new UserError(`${what.name} was not fetched:\n${result.all ?? ""}`);
}

async function verify({ name, files }: MavenFiles, folder: string): Promise<void> {
  const found = await fs.readdir(folder);
  const lacking = Object.keys(files).filter((file) => !found.includes(file));
  if (lacking.length > 0) throw new UserError(`${name} from Maven Central lacks ${lacking.join(", ")}.`);
  for (const file of found) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(path.join(folder, file)), hash);
    const digest = hash.digest("hex");
    if (digest === files[file]) continue;
    throw new UserError(
      `${file} from Maven Central has the SHA-256 ${digest}, not ${files[file] ?? "any that is known"}.`,
    );
  }
}
