import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../errors";
import type { Home } from "../home";
import { unpackPackages } from "./debian";
import { heartbeat } from "./heartbeat";
import { javaHome, javaPackages, settleJava } from "./java";
import { fetchFromMaven, type MavenFiles } from "./maven";
import type { Report } from "./tool";

/** As in maven/keycloak/pom.xml. */
export const keycloakVersion = "26.7.3";

/** The project file that says what Maven is to fetch. */
export const keycloakProject = path.join(__dirname, "maven", "keycloak");

/** Where the official image has it, and so the root file system that is made here. */
export const keycloakFolder = "opt/keycloak";

/** Options that a server takes only when it is built. */
const buildOptions = ["--db=postgres", "--health-enabled=true", "--metrics-enabled=true"];

const archives: MavenFiles = {
  name: `Keycloak ${keycloakVersion}`,
  project: keycloakProject,
  files: {
    [`keycloak-quarkus-dist-${keycloakVersion}.zip`]:
      "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f",
  },
  otherwise: "choose another sign-in (cake:identity with kind oidc)",
};

/** The shell that Keycloak's script is written for; what that one calls is of busybox. */
const packages = [...javaPackages, "bash", "libtinfo6", "busybox-static"];
const programs = ["sh", "cat", "dirname", "expr", "grep", "readlink", "uname"];

/** Fills a folder with Keycloak, built for PostgreSQL, and all that it runs on: a root file system. */
export async function makeKeycloak(home: Home, target: string, report: Report): Promise<void> {
  await unpackPackages(home, packages, "alone", target, report);
  await settleJava(target);
  for (const name of programs) await fs.symlink("busybox", path.join(target, "usr/bin", name));
  await fs.mkdir(path.join(target, "tmp"));
  await fs.chmod(path.join(target, "tmp"), 0o1777);
  await unpack(home, target, report);
  await build(target, report);
}

async function unpack(home: Home, target: string, report: Report): Promise<void> {
  const work = path.join(target, "archives");
  await fetchFromMaven(home, archives, work, report);
  const [archive = ""] = Object.keys(archives.files);
  await execa(path.join(target, "usr/bin/busybox"), ["unzip", "-q", path.join(work, archive), "-d", work]);
  await fs.mkdir(path.join(target, path.dirname(keycloakFolder)));
  await fs.rename(path.join(work, `keycloak-${keycloakVersion}`), path.join(target, keycloakFolder));
  await fs.rm(work, { recursive: true });
}

/** Does at once what the server would otherwise do at each start. */
async function build(target: string, report: Report): Promise<void> {
  const folder = path.join(target, keycloakFolder);
  report("building Keycloak for PostgreSQL");
  const stop = heartbeat((elapsed) => report(`building Keycloak for PostgreSQL, ${elapsed}`));
  // Settings of Keycloak in the environment of this process are not for this build.
  const env = { PATH: process.env.PATH, JAVA_HOME: path.join(target, javaHome) };
  const { failed, all } = await execa(path.join(folder, "bin/kc.sh"), ["build", ...buildOptions], {
    env,
    extendEnv: false,
    reject: false,
    all: true,
  }).finally(stop);
  if (failed) throw new UserError(`Keycloak could not be built:\n${all ?? ""}`);
  await fs.mkdir(path.join(folder, "data"), { recursive: true });
  // As in the official image, whoever is of the group 0 may write there.
  await execa("chmod", ["--recursive", "g+rwX", folder]);
}
