import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Instance } from "../../../../local/home";
import { workbench, type Workbench } from "../../toolchain/workbench";

/** Recorded stand-ins for `docker` and `kind`, over one list of containers; they answer as the real ones do. */
export interface DockerHost extends Workbench {
  readonly instance: Instance;
  /** Containers as `name state`, a line each. */
  containers(): Promise<string[]>;
  setContainers(...lines: string[]): Promise<void>;
  /** Calls, without questions for what there is. */
  changes(): Promise<string[]>;
  /** The folder that takes the place of the user's own. */
  readonly userHome: string;
}

const docker = `
echo "docker $*" >> "$CALLS"
no_container() { echo "Error response from daemon: No such container: $1" >&2; exit 1; }
set_state() { # state, names
  state=$1; shift
  for name; do
    grep -q "^$name " "$CONTAINERS" || no_container "$name"
    sed -i "s/^$name .*/$name $state/" "$CONTAINERS"
    echo "$name"
  done
}
case "$1" in
  version) echo 28.2.2 ;;
  ps) cat "$CONTAINERS" ;;
  start) shift; set_state running "$@" ;;
  stop) shift; set_state exited "$@" ;;
  exec)
    grep -q "^$2 running" "$CONTAINERS" || no_container "$2"
    # Its API server does not answer the first time after a start.
    if [ -e "$CONTAINERS.awake" ]; then echo "node/$2 condition met"; exit; fi
    touch "$CONTAINERS.awake"
    echo "The connection to the server $2:6443 was refused - did you specify the right host or port?" >&2
    exit 1 ;;
esac`;

const kind = `
echo "kind $*" >> "$CALLS"
case "$1" in
  version) echo "kind v0.31.0 go1.25.5 linux/amd64" ;;
  create)
    echo "Creating cluster \\"$4\\" ..." >&2
    echo "$4-control-plane running" >> "$CONTAINERS"
    kubeconfig="$HOME/.kube/config"
    [ "$7" = --kubeconfig ] && kubeconfig=$8
    mkdir -p "$(dirname "$kubeconfig")"
    echo "current-context: kind-$4" > "$kubeconfig" ;;
  delete)
    echo "Deleting cluster \\"$4\\" ..." >&2
    sed -i "/^$4-control-plane /d" "$CONTAINERS"
    # It edits a kubeconfig, and makes its folder for that.
    [ "$5" = --kubeconfig ] || mkdir -p "$HOME/.kube" ;;
esac`;

export async function dockerHost(): Promise<DockerHost> {
  const bench = await workbench();
  const list = path.join(bench.folder, "containers");
  const userHome = path.join(bench.folder, "user");
  await fs.writeFile(list, "");
  await bench.program("docker", docker);
  await bench.program("kind", kind);
  process.env.CONTAINERS = list;
  process.env.HOME = userHome;
  const lines = async () => (await fs.readFile(list, "utf8")).split("\n").filter(Boolean);
  return {
    ...bench,
    userHome,
    instance: {
      name: "test",
      directory: path.join(bench.folder, "instance"),
      run: path.join(bench.folder, "run"),
    },
    containers: lines,
    setContainers: (...all) => fs.writeFile(list, all.map((line) => `${line}\n`).join("")),
    changes: async () =>
      (await bench.calls()).filter((call) => !/^(docker (ps|exec|version)|kind version)/.test(call)),
  };
}
