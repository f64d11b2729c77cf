import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../errors";
import type { Home } from "../home";
import { unpackPackages } from "./debian";
import { heartbeat } from "./heartbeat";
import type { Report } from "./tool";

/** As in maven/flyway/pom.xml, and in components/cockroach/migrations, which names the official image of it. */
export const flywayVersion = "12.4.0";

/** The project file that says what Maven is to fetch. */
export const flywayProject = path.join(__dirname, "maven", "flyway");

/** What Maven fetches, by SHA-256: its own checksums come from where the files come from. */
const archives: Readonly<Record<string, string>> = {
  "checker-qual-3.49.3.jar": "367edbf2fe9f606c1fdb5a8ba6e1c9c27625993e1ff954e3868de70bcc6416b7",
  "flyway-commandline-12.4.0.jar": "e55bdf9ba05afe875c62747515d4a6ca48577885b7567e99c9ee609921a28680",
  "flyway-core-12.4.0.jar": "c3f93df1f3e0c9d14652adb5ade97401f2ede503859ac693c2af5c06e2797799",
  "flyway-database-postgresql-12.4.0.jar": "abc075a5c3cbf37dc64b28fec7e2398fb14f31109f7ab6271854738797407b85",
  "flyway-reports-12.4.0.jar": "172e9b119e1bd35af33345b87186bb33e06f266e61ce9bd48e191900119addeb",
  "jackson-annotations-2.21.jar": "53ca085f4a150f703f49e1aabd935bd03b43e1ea3d55d135438292af22cef56b",
  "jackson-core-3.1.1.jar": "4cd270bee1a1aa34be18da78268f3879355b6ea09154beff496831785b6194c9",
  "jackson-databind-3.1.1.jar": "a80302c80cb02803e33d7b3301a0d619146d3191d285e6bbd39fa17d3aa5f24a",
  "jackson-dataformat-toml-3.1.1.jar": "67f42d8948279aabad2a59974f573151f6bd20a347983c1e408e311074ebafba",
  "postgresql-42.7.7.jar": "157963d60ae66d607e09466e8c0cdf8087e9cb20d0159899ffca96bca2528460",
};

/** A Java that shows nothing on a screen, with the libraries that it loads for that, and a shell. */
const packages = ["openjdk-17-jre-headless", "libc6", "libgcc-s1", "libstdc++6", "zlib1g", "busybox-static"];

const java = "usr/lib/jvm/java-17-openjdk-amd64/bin/java";

/** What a command-line program never reads. */
const unneeded = [
  "usr/lib/x86_64-linux-gnu/gconv",
  "usr/lib/x86_64-linux-gnu/audit",
  "usr/share/gcc",
  "usr/share/binfmts",
  "usr/lib/jvm/java-17-openjdk-amd64/man",
];

/** As the program of that name in the official image. */
const program = `#!/bin/sh
folder=$(dirname "$0")/../../flyway
exec java $JAVA_ARGS -cp "$folder/*" org.flywaydb.commandline.Main "$@"
`;

/** Fills a folder with Flyway and all that it runs on: a root file system, with its program in `usr/bin`. */
export async function makeFlyway(home: Home, target: string, report: Report): Promise<void> {
  await unpackPackages(home, packages, "alone", target, report);
  for (const folder of unneeded) await fs.rm(path.join(target, folder), { recursive: true, force: true });
  await fetchArchives(home, path.join(target, "flyway"), report);
  await keepWithin(target, path.join(target, path.dirname(java), ".."));
  const programs = path.join(target, "usr/bin");
  await fs.symlink(path.join("../..", java), path.join(programs, "java"));
  for (const name of ["sh", "cat", "dirname", "grep"]) await fs.symlink("busybox", path.join(programs, name));
  await fs.writeFile(path.join(programs, "flyway"), program, { mode: 0o755 });
}

/** Java's settings are links into `/etc`: they are to lead there wherever the root file system is. */
async function keepWithin(root: string, folder: string): Promise<void> {
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    const link = path.join(entry.parentPath, entry.name);
    const goal = entry.isSymbolicLink() ? await fs.readlink(link) : "";
    if (!goal.startsWith("/")) continue;
    await fs.rm(link);
    await fs.symlink(path.relative(entry.parentPath, path.join(root, goal)), link);
  }
}

async function fetchArchives(home: Home, folder: string, report: Report): Promise<void> {
  report(`fetching Flyway ${flywayVersion}`);
  const stop = heartbeat((elapsed) => report(`fetching Flyway ${flywayVersion}, ${elapsed}`));
  // Maven's own folder in the home is left alone.
  const repository = path.join(home.root, "build", "maven");
  const copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
  const args = [
    ...["--batch-mode", "--quiet", "--strict-checksums", "--file", path.join(flywayProject, "pom.xml")],
    ...[`-Dmaven.repo.local=${repository}`, copy, "-DincludeScope=runtime", `-DoutputDirectory=${folder}`],
  ];
  try {
    const result = await execa("mvn", args, { reject: false, all: true });
    if ((result as { code?: string }).code === "ENOENT") {
      throw new UserError(
        "mvn is missing: where images cannot be pulled, Flyway for migrations comes from Maven Central. " +
          "Install Maven (`apt install maven`), or take `migrations` out of the configuration.",
      );
    }
    if (result.failed) throw new UserError(`Flyway was not fetched:\n${result.all ?? ""}`);
  } finally {
    stop();
  }
  await verify(folder);
}

async function verify(folder: string): Promise<void> {
  for (const file of await fs.readdir(folder)) {
    const digest = createHash("sha256")
      .update(await fs.readFile(path.join(folder, file)))
      .digest("hex");
    if (digest === archives[file]) continue;
    throw new UserError(
      `${file} from Maven Central has the SHA-256 ${digest}, not ${archives[file] ?? "any that is known"}.`,
    );
  }
}
