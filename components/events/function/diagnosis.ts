import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";

/** Where a function is. */
export interface Place {
  /** Contents of a kubeconfig. */
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly name: string;
  /** @default the `kubectl` of the PATH */
  readonly kubectl?: string;
}

export interface Diagnosis {
  /** Knative's reasons and the last warnings, a line each. */
  readonly reasons: readonly string[];
  /** The end of the log, but for lines that are among the reasons. */
  readonly log: readonly string[];
}

interface Service {
  readonly status?: {
    readonly latestCreatedRevisionName?: string;
    readonly conditions?: readonly { readonly status: string; readonly message?: string }[];
  };
}

interface Events {
  readonly items: readonly {
    readonly involvedObject: { readonly name: string };
    readonly reason: string;
    readonly message: string;
  }[];
}

/** Runs kubectl in the function's namespace. @returns what it wrote to stdout; nothing when it failed */
type Kubectl = (...args: string[]) => Promise<string>;

/** How much of what there is goes into a message. */
const shown = { events: 5, logLines: 20 };

/**
 * Why the newest version of a function is not ready.
 *
 * @returns nothing where it is ready, or kubectl is missing or gets no answer
 */
export async function diagnosisOf({ kubeconfig, namespace, name, kubectl }: Place): Promise<Diagnosis> {
  // A file that only we can read: kubectl takes it in no other way, and more than once.
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "cakestack-"));
  try {
    const file = path.join(folder, "kubeconfig");
    await fs.writeFile(file, kubeconfig, { mode: 0o600 });
    const given = ["--kubeconfig", file, "--namespace", namespace, "--request-timeout=10s"];
    return await diagnose(name, async (...args) => {
      const { failed, stdout } = await execa(kubectl ?? "kubectl", [...given, ...args], { reject: false });
      return failed ? "" : stdout;
    });
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function diagnose(name: string, kubectl: Kubectl): Promise<Diagnosis> {
  const service = await get<Service>(kubectl, "services.serving.knative.dev", name);
  const reasons = (service?.status?.conditions ?? []).flatMap(({ status, message }) =>
    status === "True" || !message ? [] : linesOf(message),
  );
  if (reasons.length === 0) return { reasons: [], log: [] };
  const revision = service?.status?.latestCreatedRevisionName ?? name;
  const warnings = await warningsOf(revision, kubectl);
  const log = await logOf(revision, kubectl);
  return {
    reasons: [...new Set([...reasons, ...warnings])],
    log: log.filter((line) => !reasons.some((reason) => reason.includes(line))),
  };
}

async function warningsOf(revision: string, kubectl: Kubectl): Promise<string[]> {
  const order = ["--field-selector=type=Warning", "--sort-by=.lastTimestamp"];
  const events = (await get<Events>(kubectl, "events", ...order))?.items ?? [];
  return events
    .filter(({ involvedObject }) => involvedObject.name.startsWith(revision))
    .map(({ reason, message }) => `${reason}: ${message}`)
    .slice(-shown.events);
}

async function logOf(revision: string, kubectl: Kubectl): Promise<string[]> {
  const pods = [`--selector=serving.knative.dev/revision=${revision}`, "--container=user-container"];
  return linesOf(await kubectl("logs", ...pods, `--tail=${shown.logLines}`));
}

/** Lines that say something; Knative ends a message with a full stop, also after a line's end. */
const linesOf = (text: string): string[] => text.split("\n").filter((line) => /\w/.test(line));

async function get<T>(kubectl: Kubectl, ...what: string[]): Promise<T | undefined> {
  const answer = await kubectl("get", ...what, "--output=json");
  return answer === "" ? undefined : (JSON.parse(answer) as T);
}
