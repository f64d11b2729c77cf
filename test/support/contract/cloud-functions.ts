import * as path from "node:path";
import { messageOf } from "../../../components/events/runtime/cloud-functions/publish";
import { freePort } from "../free-port";
import { batchOf } from "./batch";
import { google } from "./google";
import { opened } from "./opened";
import type { Instance, Start, TestedPlatform } from "./platform";
import { bundled, busEnvironment, runNode } from "./process";

/** The official Functions Framework, as a function's build installs and starts it. */
const framework = path.join(path.dirname(require.resolve("@google-cloud/functions-framework")), "main.js");

const subscription = "projects/test/subscriptions/contract-told";

/** The function under the official framework; the test is Cloud Run's front, Pub/Sub and the metadata server. */
export const cloudFunctions: TestedPlatform = {
  kind: "cloudfunctions",
  start,
  trace: (instance, { id, span }, where) =>
    instance.request(where, {
      headers: { "x-cloud-trace-context": `${id}/${BigInt(`0x${span}`)};o=1` },
    }),
};

async function start(asked: Start): Promise<Instance> {
  const cloud = await google();
  const port = await freePort();
  const folder = bundled(asked, "cloudfunctions");
  const env = {
    ...busEnvironment(`${cloud.url}/v1/projects/test/topics/events`),
    DEAD_LETTERS_URL: `${cloud.url}/v1/projects/test/topics/dead`,
    GCE_METADATA_HOST: new URL(cloud.url).host,
    // As the component and Cloud Run set them.
    IGNORED_ROUTES: "",
    NODE_ENV: "production",
    PORT: String(port),
    FUNCTION_TARGET: "handle",
    FUNCTION_SIGNATURE_TYPE: "http",
    ...asked.environment,
  };
  const running = runNode([framework], env, folder);
  await opened(port, running);
  const url = `http://127.0.0.1:${port}`;
  const patience = () => AbortSignal.timeout((asked.timeout ?? 60) * 1000);
  return {
    ...running,
    events: cloud.events,
    refuse: (refuses) => (cloud.status = refuses ? 503 : 200),
    request: (where, init) => fetch(url + where, { redirect: "manual", signal: patience(), ...init }),
    async deliver(event) {
      const letters = cloud.letters.length;
      const message = { ...messageOf(event as never), messageId: "1", publishTime: "2026-01-01T00:00:00Z" };
      const init = {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ message, subscription }),
        signal: patience(),
      };
      const answer = await fetch(url, init).catch(() => undefined);
      // What Pub/Sub takes for done: https://cloud.google.com/pubsub/docs/push
      if (!answer || ![102, 200, 201, 202, 204].includes(answer.status)) return "again";
      return cloud.letters.length > letters ? "dead" : "done";
    },
    async deliverBatch(events) {
      const answer = await fetch(url, batchOf(events));
      return answer.ok ? "done" : "again";
    },
    async stop() {
      await running.stop();
      await cloud.close();
    },
  };
}
