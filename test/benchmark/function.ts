import * as http from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import execa from "execa";
import { environmentOf } from "../support/cake";
import { functionsStack } from "./functions";
import { instance, kubectl } from "./instance";
import { milliseconds, seconds, type Report } from "./report";
import { call, expectOk } from "./requests";
import { median, percentile } from "./statistics";

const coldCycles = 20;
const warmRequests = 500;
const callers = 200;
/** With Knative's defaults each takes a minute and a half. */
const defaultCycles = 3;

/** Cold starts, back to zero, warm requests, and a burst from zero. */
export async function measureFunctions(report: Report): Promise<void> {
  const env = await environmentOf(instance);
  process.env.PATH = env.PATH;
  const stack = await functionsStack(env);
  try {
    const { outputs } = await stack.up();
    const hello = await helloUrl(env);
    const urls = { hello, bare: String(outputs.bare?.value), slow: String(outputs.slow?.value) };
    await measureCold(report, env, urls);
    await measureWarm(report, urls.hello);
    await measureBurst(report, env, urls.slow, "");
    await withReleasedAutoscaler(env, async () => {
      await measureColdStarts(report, env, urls.hello);
      await measureBurst(report, env, urls.slow, ", Knative's defaults");
    });
  } finally {
    await stack.destroy();
    await stack.workspace.removeStack("functions");
  }
}

type Urls = Readonly<Record<"hello" | "bare" | "slow", string>>;

async function helloUrl(env: Record<string, string>): Promise<string> {
  const { stdout } = await execa("pulumi", ["stack", "output", "urls", "--json", "--stack", "core"], { env });
  return (JSON.parse(stdout) as { hello: string }).hello;
}

/** Waits until a function has no pod. */
export async function untilZero(env: Record<string, string>, name: string): Promise<void> {
  const selector = `serving.knative.dev/service=${name}`;
  const gone = ["wait", "--for=delete", "pod", "-l", selector, "--timeout=180s"];
  await kubectl(env, "-n", "functions", ...gone);
  const left = await kubectl(env, "-n", "functions", "get", "pods", "-l", selector, "-o", "name");
  if (left !== "") throw new Error(`${name} still has ${left}`);
}

/** The function beside a Node server without its run time, in turns, each from zero pods. */
async function measureCold(report: Report, env: Record<string, string>, urls: Urls): Promise<void> {
  const cold = { hello: [] as number[], bare: [] as number[] };
  const toZero: number[] = [];
  await Promise.all([untilZero(env, "hello"), untilZero(env, "bare")]);
  for (let cycle = 0; cycle < coldCycles; cycle++) {
    // The node looks at its pods once a second, and that is when the last one was gone: a caller knows nothing of it.
    await wait(Math.random() * 1_000);
    const answered = { hello: 0, bare: 0 };
    for (const name of cycle % 2 === 0 ? (["hello", "bare"] as const) : (["bare", "hello"] as const)) {
      cold[name].push(await expectOk(urls[name]));
      answered[name] = performance.now();
    }
    const zero = untilZero(env, "hello").then(() => performance.now() - answered.hello);
    await untilZero(env, "bare");
    toZero.push(await zero);
    console.error(
      `cycle ${cycle + 1}:`,
      [cold.hello, cold.bare, toZero].map((all) => seconds(all.at(-1)!)).join(", "),
    );
  }
  const [p50, bare50] = [median(cold.hello), median(cold.bare)];
  report.add(`cold start, p50 of ${coldCycles}`, seconds(p50), "1.3 s or less");
  report.add(`cold start, p95 of ${coldCycles}`, seconds(percentile(cold.hello, 0.95)), "2.5 s or less");
  report.add(`cold start of a bare Node server in turn with it, p50`, seconds(bare50));
  report.add("ratio of the two cold starts", (p50 / bare50).toFixed(2));
  report.add("from the function's last answer to no pod, p50", seconds(median(toZero)), "45 s or less");
  report.add(
    "from the function's last answer to no pod, slowest",
    seconds(Math.max(...toZero)),
    "45 s or less",
  );
}

async function measureWarm(report: Report, url: string): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  await expectOk(url, agent);
  const times: number[] = [];
  while (times.length < warmRequests) times.push(await expectOk(url, agent));
  agent.destroy();
  report.add(`warm request, p50 of ${warmRequests}`, milliseconds(median(times)), "10 ms or less");
  report.add(`warm request, p99 of ${warmRequests}`, milliseconds(percentile(times, 0.99)));
}

/**
 * So many callers at once, each with one request of 200 ms, to a function at zero that takes 10 at a time.
 * @param under which configuration, to end a sentence with
 */
async function measureBurst(
  report: Report,
  env: Record<string, string>,
  url: string,
  under: string,
): Promise<void> {
  await untilZero(env, "slow");
  const answers = await Promise.all(
    Array.from({ length: callers }, () => call(url).catch(() => ({ status: 0, took: 0 }))),
  );
  const answered = performance.now();
  const failed = answers.filter(({ status }) => status !== 200).length;
  const times = answers.map(({ took }) => took);
  const what = `burst of ${callers} callers from zero${under}`;
  report.add(`${what}: failed requests`, String(failed), "0");
  report.add(`${what}: p99 of the answers`, seconds(percentile(times, 0.99)), "15 s or less");
  report.add(`${what}: slowest answer`, seconds(Math.max(...times)));
  await untilZero(env, "slow");
  const target = under === "" ? "60 s or less" : undefined;
  report.add(`${what}: from the last answer to no pod`, seconds(performance.now() - answered), target);
}

/** Cold starts of the function where Knative takes its time to go to zero. */
async function measureColdStarts(report: Report, env: Record<string, string>, url: string): Promise<void> {
  const times: number[] = [];
  while (times.length < defaultCycles) {
    await untilZero(env, "hello");
    times.push(await expectOk(url));
  }
  report.add(`cold start, Knative's defaults, p50 of ${defaultCycles}`, seconds(median(times)));
}

/** With what the stack sets of Knative's autoscaler taken out, and put back afterwards. */
async function withReleasedAutoscaler(env: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const object = ["-n", "knative-serving", "configmap", "config-autoscaler"] as const;
  const patch = (data: Readonly<Record<string, string | null>>) =>
    kubectl(env, "patch", ...object, "--type=merge", `--patch=${JSON.stringify({ data })}`);
  const data = await kubectl(env, "get", ...object, "-o", "jsonpath={.data}");
  const set = JSON.parse(data) as Record<string, string>;
  await patch(Object.fromEntries(Object.keys(set).map((name) => [name, null])));
  try {
    await work();
  } finally {
    await patch(set);
  }
}
