/* eslint-disable jest/no-export -- every platform runs these tests */
import { gzipSync } from "node:zlib";
import type { FunctionPlatform } from "../../components/contracts";
import type { Instance, TestedPlatform } from "../support/contract/platform";

/** Something that is not the same everywhere. */
interface Difference {
  /** What the function is asked, or does. */
  readonly what: string;
  /** What becomes of it. */
  readonly said: Readonly<Record<FunctionPlatform["kind"], string>>;
  readonly ask: (instance: Instance) => Promise<string>;
}

const json = (body: string): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": "application/json" },
});

/** What became of a body that was sent. */
async function arrived(instance: Instance, sent: Buffer | string, init: RequestInit): Promise<string> {
  const answer = await instance.request("/echo", init);
  if (answer.status !== 200) return `is answered ${answer.status}`;
  const { body } = (await answer.json()) as { body: string };
  return Buffer.from(body, "base64").equals(Buffer.from(sent)) ? "comes as it is" : "comes unpacked";
}

/** All that is not the same on every platform, as docs/functions.md has it. */
export const differences: readonly Difference[] = [
  {
    what: "a body that says it is JSON, and is not",
    said: { knative: "comes as it is", lambda: "comes as it is", cloudfunctions: "is answered 400" },
    ask: (instance) => arrived(instance, "{", json("{")),
  },
  {
    what: "a body of JSON that is no object and no list",
    said: { knative: "comes as it is", lambda: "comes as it is", cloudfunctions: "is answered 400" },
    ask: (instance) => arrived(instance, "5", json("5")),
  },
  {
    what: "a body packed with gzip",
    said: { knative: "comes as it is", lambda: "comes as it is", cloudfunctions: "comes unpacked" },
    ask: (instance) => {
      const body = gzipSync("packed");
      const headers = { "content-type": "text/plain", "content-encoding": "gzip" };
      return arrived(instance, body, { method: "POST", body, headers });
    },
  },
  {
    what: "an answer of seven million bytes",
    said: { knative: "comes whole", lambda: "is answered 500", cloudfunctions: "comes whole" },
    ask: async (instance) => {
      const answer = await instance.request("/huge");
      const { length } = await answer.text();
      return answer.status === 200 && length === 7_000_000 ? "comes whole" : `is answered ${answer.status}`;
    },
  },
  {
    what: "an answer in parts",
    said: {
      knative: "comes part by part",
      lambda: "comes when it is whole",
      cloudfunctions: "comes part by part",
    },
    ask: async (instance) => {
      const { body } = await instance.request("/parts");
      const { value } = (await body!.getReader().read()) as { value?: Uint8Array };
      return Buffer.from(value ?? []).toString() === "one, "
        ? "comes part by part"
        : "comes when it is whole";
    },
  },
  {
    what: "two requests at once to one process",
    said: {
      knative: "are handled together",
      lambda: "wait for each other",
      cloudfunctions: "are handled together",
    },
    ask: async (instance) => {
      const answers = await Promise.all([instance.request("/meet"), instance.request("/meet")]);
      const [first] = await Promise.all(answers.map((answer) => answer.text()));
      return first === "together" ? "are handled together" : "wait for each other";
    },
  },
];

/** Sees that a platform differs as it is said to. */
export function differs(platform: TestedPlatform): void {
  let instance: Instance;
  beforeAll(async () => {
    instance = await platform.start({ takes: "requests" });
  });
  afterAll(() => instance.stop());

  test.each(differences)("$what", async ({ said, ask }) => {
    expect(await ask(instance)).toBe(said[platform.kind]);
  });
}
