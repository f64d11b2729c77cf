import execa from "execa";
import type { Report } from "../local/toolchain/tool";

interface KnativeService {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

/** Says of each function that is not ready why not: Knative's reason, its last log lines, and its last events. */
export async function explainFunctions(env: Record<string, string>, report: Report): Promise<void> {
  const { stdout, failed } = await kubectl(env, ["get", "services.serving.knative.dev", "-A", "-o", "json"]);
  if (failed) return;
  for (const { metadata, status } of (JSON.parse(stdout) as { items: KnativeService[] }).items) {
    const reasons = (status?.conditions ?? []).filter(
      (condition) => condition.status !== "True" && condition.message,
    );
    if (reasons.length === 0) continue;
    for (const { type, message } of reasons) report(`function ${metadata.name}: ${type}: ${message}`);
    const scope = ["-n", metadata.namespace];
    const selector = `serving.knative.dev/service=${metadata.name}`;
    const logs = await kubectl(env, ["logs", ...scope, "-l", selector, "-c", "user-container", "--tail=20"]);
    for (const line of lines(logs.stdout)) report(`function ${metadata.name}: log: ${line}`);
    const events = await kubectl(env, ["events", ...scope, "--types=Warning", "--no-headers"]);
    for (const line of lines(events.stdout).slice(-5)) report(`function ${metadata.name}: event: ${line}`);
  }
}

function kubectl(env: Record<string, string>, args: readonly string[]) {
  return execa("kubectl", args, { env, reject: false, timeout: 20_000 });
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
