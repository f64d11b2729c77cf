import { callElsewhere, type Posted } from "../../cli/call-elsewhere";
import type { FunctionElsewhere } from "../../cli/elsewhere";
import { bodyOf, httpServer, type HttpServer } from "../support/http-server";
import { workbench, type Workbench } from "../local/toolchain/workbench";

const named = { name: "assign", stack: "shop", region: "eu-central-1", physical: "shop-assign" };
const lambda: FunctionElsewhere = { kind: "lambda", ...named };
const cloudFunctions: FunctionElsewhere = {
  ...{ kind: "cloudfunctions", ...named },
  project: "shop-prod-1234",
  topic: "shop-events",
};
const knative: FunctionElsewhere = {
  ...{ kind: "knative", name: "assign", stack: "shop" },
  cluster: { kind: "kubeconfig", domain: "x.test", scheme: "https", registry: "r.test/x" },
};
const all = [lambda, cloudFunctions, knative].map((place) => [place.kind, place] as const);

const get: Posted = { path: "/?name=Ada", how: { method: "GET" } };
const event =
  '{"specversion":"1.0","id":"1","source":"/x","type":"order.placed","time":"2026-11-28T10:00:00.000Z","data":{"order":"7"}}';
const posted: Posted = {
  path: "/",
  how: { method: "POST", headers: { "content-type": "application/cloudevents+json" }, body: event },
  event,
};

describe("a function with an address", () => {
  let server: HttpServer;
  let status: number;
  const requests: object[] = [];
  beforeEach(async () => {
    [status, requests.length] = [200, 0];
    server = await httpServer((incoming, outgoing) => {
      void bodyOf(incoming).then((body) => {
        const { method, url, headers } = incoming;
        requests.push({ method, url, type: headers["content-type"], body: body.toString() });
        outgoing.writeHead(status).end("Hello Ada");
      });
    });
  });
  afterEach(() => server.close());

  test.each(all)("is called there, whatever runs it: %s", async (_, place) => {
    expect(await callElsewhere(place, server.url, get)).toEqual({
      answer: "answered 200",
      body: "Hello Ada",
      failed: false,
    });
    expect(await callElsewhere(place, `${server.url}/`, posted)).toMatchObject({ failed: false });
    expect(requests).toEqual([
      { method: "GET", url: "/?name=Ada", type: undefined, body: "" },
      { method: "POST", url: "/", type: "application/cloudevents+json", body: event },
    ]);
  });

  test.each([
    [399, false],
    [400, true],
    [500, true],
  ])("that answers %d has failed: %s", async (answered, failed) => {
    status = answered;
    expect(await callElsewhere(lambda, server.url, get)).toMatchObject({
      answer: `answered ${answered}`,
      failed,
    });
  });

  test("that does not answer is said to be, with its address", async () => {
    await server.close();
    await expect(callElsewhere(lambda, server.url, get)).rejects.toThrow(
      `assign does not answer at ${server.url}/?name=Ada: connect ECONNREFUSED`,
    );
  });
});

describe("a function of Lambda without an address", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await workbench();
  });
  afterEach(() => bench.clear());

  const command = "lambda invoke --function-name shop-assign --region eu-central-1";
  const how = "--cli-binary-format raw-in-base64-out --output json --payload";

  /** AWS's program, which keeps what it was called with, and the event. */
  const aws = (answer: string, metadata: string) =>
    bench.program(
      "aws",
      `echo "$*" >> "$CALLS"
       for last; do :; done
       while [ "$1" != --payload ]; do shift; done
       cat "\${2#file://}" >> "$CALLS"
       printf '%s' '${answer}' > "$last"
       echo '${metadata}'`,
    );

  test("is given an event by AWS's own program, and no file of it stays", async () => {
    await aws("null", '{ "StatusCode": 200, "ExecutedVersion": "$LATEST" }');
    expect(await callElsewhere(lambda, undefined, posted)).toEqual({
      answer: "took the event",
      body: "",
      failed: false,
    });
    const [line, content] = await bench.calls();
    const [, file] = /--payload file:\/\/(\S+) \S+$/.exec(line!) ?? [];
    expect(line).toBe(`${command} ${how} file://${file} ${file!.replace("event", "answer")}`);
    expect(content).toBe(event);
    await expect(import("node:fs/promises").then((fs) => fs.access(file!))).rejects.toThrow("ENOENT");
  });

  test("that fails has failed, with what it says", async () => {
    const error = '{"errorType":"Error","errorMessage":"The function answered 500: the event comes again."}';
    await aws(error, '{ "StatusCode": 200, "FunctionError": "Unhandled" }');
    expect(await callElsewhere(lambda, undefined, posted)).toEqual({
      answer: "failed",
      body: error,
      failed: true,
    });
  });

  test("that AWS does not call is said to be, with AWS's reason", async () => {
    await bench.program("aws", "echo 'Unable to locate credentials' >&2; exit 253");
    await expect(callElsewhere(lambda, undefined, posted)).rejects.toThrow(
      /^assign was not called:\nUnable to locate credentials$/,
    );
  });

  test("is called by whoever has AWS's program, where it is not installed here", async () => {
    process.env.PATH = bench.folder;
    await expect(callElsewhere(lambda, undefined, posted)).rejects.toThrow(
      "The program `aws` is not on the PATH. Install it, or run this where it is:\n" +
        `  aws ${command} ${how} '${event}' /dev/stdout`,
    );
  });

  test("takes no request", async () => {
    await expect(callElsewhere(lambda, undefined, get)).rejects.toThrow(
      "Function assign of stack shop has no address: it is called by its ARN, with an event. Name one with --event <file>.",
    );
    expect(await bench.calls()).toEqual([]);
  });
});

describe("a function of Cloud Functions without an address", () => {
  const own =
    "Function assign of stack shop is reached from within its project only, by the bus and by schedules.";

  test("takes no request", async () => {
    await expect(callElsewhere(cloudFunctions, undefined, get)).rejects.toThrow(
      `${own} Name an event with --event <file>.`,
    );
  });

  test("gets an event by the bus, in a message as a function publishes it", async () => {
    await expect(callElsewhere(cloudFunctions, undefined, posted)).rejects.toThrow(
      `${own} This gives the event to the bus, and so to every function that it is for:\n` +
        `  gcloud pubsub topics publish shop-events --project shop-prod-1234 --message '${event}' ` +
        "--attribute content-type=application/cloudevents+json,ce-id=1,ce-time=2026-11-28T10:00:00.000Z,ce-type=order.placed,ce-source=/x,ce-specversion=1.0",
    );
  });

  test("gets one whose attributes have commas, too", async () => {
    const other = JSON.stringify({ ...(JSON.parse(event) as object), subject: "7,8", data: "it's" });
    await expect(callElsewhere(cloudFunctions, undefined, { ...posted, event: other })).rejects.toThrow(
      /--message '.*"data":"it'\\''s",.*}' --attribute '\^\|\^content-type=application\/cloudevents\+json\|.*ce-subject=7,8/,
    );
  });
});

test("a function that only its cluster reaches", async () => {
  await expect(callElsewhere(knative, undefined, get)).rejects.toThrow(
    "Function assign of stack shop is visible to its cluster only: it has no address for this machine. Call it from a pod there.",
  );
});
