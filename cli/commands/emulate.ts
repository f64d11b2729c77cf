import { once } from "node:events";
import type { Command } from "commander";
import { filesOf } from "../../local/emulators/cockroach-cloud/files";
import { UserError } from "../../local/errors";
import { contextOf } from "../context";
import { Progress, table } from "../progress";

interface Options {
  readonly creationDelay: string;
  readonly rate: string;
  readonly showKey?: boolean;
}

/** `emulate`: services of others that stand in for themselves on this machine. */
export function addEmulate(cake: Command): void {
  cake
    .command("emulate")
    .description(
      "run an emulated service in the foreground, until Ctrl-C; what it keeps is there at the next start",
    )
    .command("cockroach-cloud")
    .description("CockroachDB Cloud: its API, with a real PostgreSQL behind each cluster")
    .option("--creation-delay <milliseconds>", "how long a new cluster is CREATING at least", "1000")
    .option("--rate <calls>", "calls that an API key may make in a second, 10 on the real service", "10")
    .option("--show-key", "print the API key itself, too")
    .action(cockroachCloud);
}

async function cockroachCloud(options: Options): Promise<void> {
  const { home, instance } = contextOf();
  const progress = new Progress();
  const { startEmulator } = await import("../../local/emulators/cockroach-cloud");
  const emulator = await startEmulator({
    home,
    instance,
    creationDelay: numberOf("--creation-delay", options.creationDelay, 0),
    requestsPerSecond: numberOf("--rate", options.rate, 1),
    report: progress.report,
  });
  const files = filesOf(instance);
  const rows = [
    ["API", emulator.url],
    ["API key", options.showKey ? emulator.apiKey : `in ${files.key}`],
    ["databases", `*.cockroach.localhost, port ${emulator.sqlPort}, on this machine and in pods`],
    ["authority", files.ca],
  ];
  console.log(`\n${table("Emulated CockroachDB Cloud", rows)}\n`);
  console.log(`For plain pulumi or terraform:
  export COCKROACH_SERVER=${emulator.url}
  export COCKROACH_API_KEY="$(cat ${files.key})"

Ctrl-C ends it.`);
  await Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
  await emulator.stop();
}

function numberOf(option: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UserError(`${option} is "${text}". Allowed: a whole number from ${least}. Give another number.`);
}
