import * as fs from "node:fs/promises";
import * as path from "node:path";
import { Command } from "./command";

/** Commands about what is up, where nothing is, or something else. */
jest.setTimeout(60_000);

let command: Command;
beforeEach(async () => {
  command = await Command.make();
});
afterEach(() => command.remove());

async function refused(...run: Parameters<Command["run"]>): Promise<string> {
  const { code, text } = await command.run(...run);
  expect({ code, text }).toEqual({ code: 1, text: expect.not.stringMatching(/^\s+at /m) as string });
  return text.trim();
}

const kubeconfig = () => path.join(command.home, "instances/command/kubeconfig");

/** A platform that says of itself that it runs. */
async function started(): Promise<void> {
  const state = { kind: "embedded", kubeconfig: kubeconfig(), ingressPort: 8080 };
  await command.writeInInstance("platform.json", JSON.stringify(state));
  await command.writeInInstance("kubeconfig", "{}");
}

/** Programs of Kubernetes on the PATH, of which kubectl knows the functions `hello` and `world`. */
async function kubernetes(): Promise<void> {
  const others = ["kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "etcd"];
  for (const program of others) await command.program(program, "");
  await command.program("kube-apiserver", "echo Kubernetes v1.35.4");
  await command.program(
    "kubectl",
    `case "$*" in
       *--all-namespaces*) printf "hello functions\\nworld elsewhere\\n" ;;
       *" get "*) exit 1 ;;
       *) echo "a line"; exit 3 ;;
     esac`,
  );
}

test.each(["open hello", "logs hello"])("%s, where nothing runs", async (args) => {
  expect(await refused(args)).toBe("The local platform is not running: run `npx cake up`.");
  expect([await command.calls(), await command.made()]).toEqual([[], []]);
});

test("open, where the platform runs and the stack was never up", async () => {
  await started();
  expect(await refused("open hello")).toBe("Stack dev was never up: run `npx cake up dev`.");
  expect(await refused("open hello --stack prod")).toBe("Stack prod was never up: run `npx cake up prod`.");
  expect(await refused("open hello --stack pro")).toMatch(/Did you mean prod\?$/);
  expect(await command.calls()).toEqual([]);
});

test("logs of a part of the platform are those on the disk, also when it is stopped", async () => {
  await fs.mkdir(path.join(command.home, "instances/command/logs"), { recursive: true });
  await command.writeInInstance("logs/kubelet.log", "one\ntwo\n");
  expect(await command.run("logs kubelet")).toEqual({ code: 0, text: "one\ntwo" });
});

test("logs of a function are kubectl's, wherever it is, and kubectl decides how they end", async () => {
  await started();
  await kubernetes();
  expect(await command.run("logs hello")).toEqual({ code: 3, text: "a line" });
  expect((await command.calls()).at(-1)).toBe(
    `kubectl --kubeconfig ${kubeconfig()} --namespace functions logs ` +
      "--selector serving.knative.dev/service=hello --container user-container --tail=200",
  );
});

test("logs of a function in another namespace", async () => {
  await started();
  await kubernetes();
  await command.run("logs world --follow");
  expect((await command.calls()).at(-1)).toMatch(/--namespace elsewhere logs .*world .* --follow$/);
});

test("logs of a function that is not there", async () => {
  await started();
  await kubernetes();
  expect(await refused("logs helo")).toBe(
    'There is no function "helo". Functions: hello, world. Parts of the platform have a log, too: see `npx cake status`.',
  );
});

test("a command that is not there is refused with the one that was meant", async () => {
  expect(await refused("upp")).toMatch(/^error: unknown command 'upp'\n\(Did you mean up\?\)/);
});

test("a function that is not named is asked for", async () => {
  expect(await refused("open")).toMatch(/^error: missing required argument 'function'/);
});

test("status, where nothing runs", async () => {
  const { code, text } = await command.run("status");
  expect({ code, text }).toEqual({ code: 0, text: "Local platform command (embedded): stopped" });
});
