import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";
import { homeOf } from "../../local/home";
import { ensureTools, environmentOf, programOf } from "../../local/toolchain";

/** What a platform could leave on its machine, outside its cache. */
export interface Inventory {
  /** Command lines of processes that work in the instance's folder. */
  readonly processes: readonly string[];
  readonly networkNamespaces: readonly string[];
  readonly mounts: string;
  readonly interfaces: readonly string[];
  readonly firewall: string;
  readonly controlGroups: readonly string[];
  readonly files: readonly string[];
}

/** Folders of the system that a program may write to, and whether their own folders are looked into. */
const folders: readonly (readonly [folder: string, recursive: boolean])[] = [
  ["/etc", true],
  ["/opt", true],
  ["/run", true],
  ["/usr/local/bin", true],
  ["/usr/local/lib", false],
  ["/var/lib", false],
  ["/var/log", false],
  [os.homedir(), false],
  [os.tmpdir(), false],
];

export async function inventory(instance: string): Promise<Inventory> {
  const processes = await Promise.all((await idsOfProcesses()).map(processOf));
  return {
    processes: processes.map(({ command }) => command).filter((it) => it.includes(`instances/${instance}/`)),
    networkNamespaces: [...new Set(processes.map(({ network }) => network))].filter(Boolean).sort(),
    mounts: await fs.readFile("/proc/self/mounts", "utf8"),
    interfaces: (await fs.readdir("/sys/class/net")).sort(),
    firewall: await firewallRules(),
    controlGroups: (await list("/sys/fs/cgroup/memory/cakestack")).filter((name) => name === instance),
    files: (await Promise.all(folders.map(([folder, recursive]) => list(folder, recursive)))).flat().sort(),
  };
}

const idsOfProcesses = async (): Promise<string[]> =>
  (await fs.readdir("/proc")).filter((name) => /^\d+$/.test(name));

async function processOf(id: string): Promise<{ command: string; network: string }> {
  const command = await fs.readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
  const network = await fs.readlink(`/proc/${id}/ns/net`).catch(() => "");
  return { command: command.replaceAll("\0", " "), network };
}

async function firewallRules(): Promise<string> {
  const { debian } = await ensureTools(homeOf(), ["debian"], () => undefined);
  const { LD_LIBRARY_PATH } = environmentOf(debian);
  return (await execa(programOf(debian, "nft"), ["list", "ruleset"], { env: { LD_LIBRARY_PATH } })).stdout;
}

/** Jest keeps its own cache among the temporary files. */
async function list(folder: string, recursive = false): Promise<string[]> {
  const names = await fs.readdir(folder, { recursive }).catch(() => []);
  return names.filter((name) => !name.startsWith("jest")).map((name) => path.join(folder, name));
}
