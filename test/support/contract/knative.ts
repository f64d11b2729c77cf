import { outcomeOf } from "../../../components/events/runtime/outcome";
import { bus } from "../../components/events/runtime/bus";
import { freePort } from "../free-port";
import { batchOf } from "./batch";
import { opened } from "./opened";
import type { Instance, Start, TestedPlatform } from "./platform";
import { bundled, busEnvironment, runNode } from "./process";

/** The function's own server, as it is in a pod; the test is Knative's proxy, which ends a call whose time is up. */
export const knative: TestedPlatform = { kind: "knative", start };

async function start(asked: Start): Promise<Instance> {
  const taken = await bus();
  const port = await freePort();
  const folder = bundled(asked, "knative");
  const env = { ...busEnvironment(taken.url), ...asked.environment, PORT: String(port) };
  const running = runNode(["index.js"], env, folder);
  await opened(port, running);
  const url = `http://127.0.0.1:${port}`;
  const patience = () => AbortSignal.timeout((asked.timeout ?? 60) * 1000);
  return {
    ...running,
    events: taken.events,
    refuse: (refuses) => (taken.status = refuses ? 503 : 202),
    request: (path, init) => fetch(url + path, { redirect: "manual", signal: patience(), ...init }),
    async deliver(event) {
      const headers = { "content-type": "application/cloudevents+json" };
      const init = { method: "POST", headers, body: JSON.stringify(event), signal: patience() };
      const answer = await fetch(url, init).catch(() => undefined);
      return answer ? outcomeOf(answer.status) : "again";
    },
    async deliverBatch(events) {
      const answer = await fetch(url, batchOf(events));
      return outcomeOf(answer.status) === "done" ? "done" : "again";
    },
    async stop() {
      await running.stop();
      await taken.close();
    },
  };
}
