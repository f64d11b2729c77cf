import * as readline from "node:readline";
import execa from "execa";

/** One line for each pod that is told to end: its namespace, and its name. */
const ending = `go-template={{if .metadata.deletionTimestamp}}{{.metadata.namespace}} {{.metadata.name}}{{"\\n"}}{{end}}`;

/**
 * Does work that ends functions, without their farewell. The pod of a function that was called waits another 30 seconds
 * for requests that are still on their way to it; to a stack that is being destroyed there come none.
 *
 * @param kubectl the program
 */
export async function withoutDraining<T>(
  kubectl: string,
  kubeconfig: string,
  work: () => Promise<T>,
): Promise<T> {
  const run = (...args: string[]) =>
    execa(kubectl, ["--kubeconfig", kubeconfig, ...args], { reject: false, stdin: "ignore" });
  const selector = ["--all-namespaces", "--selector", "serving.knative.dev/service"];
  const watch = run("get", "pods", ...selector, "--watch", "--output", ending);
  const ended = new Set<string>();
  const deletions: Promise<unknown>[] = [];
  readline.createInterface({ input: watch.stdout! }).on("line", (pod) => {
    // It is told of more than once on its way.
    if (ended.has(pod)) return;
    ended.add(pod);
    const [namespace = "", name = ""] = pod.split(" ");
    const now = ["--force", "--grace-period=0", "--wait=false", "--ignore-not-found"];
    deletions.push(run("delete", "pod", name, "--namespace", namespace, ...now));
  });
  try {
    return await work();
  } finally {
    watch.kill();
    await watch;
    await Promise.all(deletions);
  }
}
