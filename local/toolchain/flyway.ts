import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Home } from "../home";
import { unpackPackages } from "./debian";
import { javaPackages, settleJava } from "./java";
import { fetchFromMaven, type MavenFiles } from "./maven";
import type { Report } from "./tool";

/** As in maven/flyway/pom.xml, and in components/cockroach/migrations, which names the official image of it. */
export const flywayVersion = "12.4.0";

/** The project file that says what Maven is to fetch. */
export const flywayProject = path.join(__dirname, "maven", "flyway");

const archives: MavenFiles = {
  name: `Flyway ${flywayVersion}`,
  project: flywayProject,
  files: {
    "checker-qual-3.49.3.jar": "367edbf2fe9f606c1fdb5a8ba6e1c9c27625993e1ff954e3868de70bcc6416b7",
    "flyway-commandline-12.4.0.jar": "e55bdf9ba05afe875c62747515d4a6ca48577885b7567e99c9ee609921a28680",
    "flyway-core-12.4.0.jar": "c3f93df1f3e0c9d14652adb5ade97401f2ede503859ac693c2af5c06e2797799",
    "flyway-database-postgresql-12.4.0.jar":
      "abc075a5c3cbf37dc64b28fec7e2398fb14f31109f7ab6271854738797407b85",
    "flyway-reports-12.4.0.jar": "172e9b119e1bd35af33345b87186bb33e06f266e61ce9bd48e191900119addeb",
    "jackson-annotations-2.21.jar": "53ca085f4a150f703f49e1aabd935bd03b43e1ea3d55d135438292af22cef56b",
    "jackson-core-3.1.1.jar": "4cd270bee1a1aa34be18da78268f3879355b6ea09154beff496831785b6194c9",
    "jackson-databind-3.1.1.jar": "a80302c80cb02803e33d7b3301a0d619146d3191d285e6bbd39fa17d3aa5f24a",
    "jackson-dataformat-toml-3.1.1.jar": "67f42d8948279aabad2a59974f573151f6bd20a347983c1e408e311074ebafba",
    "postgresql-42.7.7.jar": "157963d60ae66d607e09466e8c0cdf8087e9cb20d0159899ffca96bca2528460",
  },
  otherwise: "take `migrations` out of the configuration",
};

/** As the program of that name in the official image. */
const program = `#!/bin/sh
folder=$(dirname "$0")/../../flyway
exec java $JAVA_ARGS -cp "$folder/*" org.flywaydb.commandline.Main "$@"
`;

/** Fills a folder with Flyway and all that it runs on: a root file system, with its program in `usr/bin`. */
export async function makeFlyway(home: Home, target: string, report: Report): Promise<void> {
  await unpackPackages(home, [...javaPackages, "busybox-static"], "alone", target, report);
  await settleJava(target);
  await fetchFromMaven(home, archives, path.join(target, "flyway"), report);
  const programs = path.join(target, "usr/bin");
  for (const name of ["sh", "cat", "dirname", "grep"]) await fs.symlink("busybox", path.join(programs, name));
  await fs.writeFile(path.join(programs, "flyway"), program, { mode: 0o755 });
}
