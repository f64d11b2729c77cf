import type { Command } from "commander";
import { localPlatform } from "../../local/platform";
import { readState } from "../../local/platform/state";
import { contextOf } from "../context";
import { table } from "../progress";
import { emulatorOf } from "../simulation";

export function addStatus(cake: Command): void {
  cake.command("status").description("show what runs on this machine").action(status);
}

async function status(): Promise<void> {
  const { home, instance } = contextOf();
  const platform = await localPlatform(home, instance);
  const { running, ready, components } = await platform.status();
  const word = ready ? "ready" : running ? "starting" : "stopped";
  console.log(`Local platform ${instance.name} (${platform.kind}): ${word}`);
  if (components.length > 0) {
    console.log(
      table(
        "",
        components.map(({ name, state, restarts, log }) => [name, state, `${restarts} restarts`, log]),
      ),
    );
  }
  const emulator = await emulatorOf(instance);
  if (emulator)
    console.log(table("", [["emulated CockroachDB Cloud", emulator.isRunning ? emulator.url : "stopped"]]));
  const state = await readState(instance);
  if (state)
    console.log(
      table("", [
        ["ingress", `127.0.0.1:${state.ingressPort}`],
        ["kubeconfig", state.kubeconfig],
      ]),
    );
}
