import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import * as path from "node:path";
import type { ResolvedTool } from "../../../toolchain/tool";

/** Whom PostgreSQL runs as where this process is root, which its programs refuse to be: an id that nobody has. */
const account = 26257;

/**
 * The folders of the tool and of the data lie where only root may look, so the programs find them bound to other
 * places, in a mount namespace that ends with them. They want their account to have a name, too.
 */
const confine = `
set -e
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/tool /mnt/data
mount --bind "$1" /mnt/tool
mount --bind "$2" /mnt/data
echo 'postgres:x:${account}:${account}::/mnt/data:/bin/false' > /mnt/passwd
mount --bind /mnt/passwd /etc/passwd
cd /mnt/data
shift 2
exec setpriv --reuid ${account} --regid ${account} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all \\
  --pdeathsig INT -- env LD_LIBRARY_PATH=/mnt/tool/usr/lib/x86_64-linux-gnu "$@"`;

/** How the programs of PostgreSQL run on a folder of data. They end with this process. */
export class Programs {
  private readonly isRoot = process.getuid?.() === 0;
  /** The folders as the programs see them. */
  private readonly tool: string;
  readonly data: string;

  constructor(
    private readonly resolved: ResolvedTool,
    private readonly folder: string,
  ) {
    this.tool = this.isRoot ? "/mnt/tool" : resolved.directory;
    this.data = this.isRoot ? "/mnt/data" : folder;
  }

  /** Who must own the data. */
  get owner(): number | undefined {
    return this.isRoot ? account : undefined;
  }

  run(program: string, args: readonly string[], stdio: SpawnOptions["stdio"]): ChildProcess {
    const command = [path.join(this.tool, "usr/bin", program), ...args];
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" };
    if (this.isRoot) {
      const confined = ["--mount", "--propagation", "private", "--", "sh", "-c", confine, "sh"];
      const folders = [this.resolved.directory, this.folder];
      return spawn("unshare", [...confined, ...folders, ...command], { env, stdio });
    }
    const libraries = path.join(this.tool, "usr/lib/x86_64-linux-gnu");
    const ending = ["--pdeathsig", "INT", "--", "env", `LD_LIBRARY_PATH=${libraries}`];
    return spawn("setpriv", [...ending, ...command], { env, stdio });
  }
}
