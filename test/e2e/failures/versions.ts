import type { Checkout } from "../../support/checkout";
import { call } from "../../support/ingress";
import { stackTrace } from "../../support/stack-trace";

const code = "examples/hello/index.ts";
const good = `export default () => Response.json("good");`;
/** For the one that never starts: long enough for a busy machine to try. */
const impatient = { before: 'database: "hello" }', after: 'database: "hello", startTimeout: "20 seconds" }' };

/** Changes the function of the core stack, which is up, as a person would: by its source, and `cake up`. */
export function versions(instance: string, checkout: () => Checkout): void {
  let hello: string;
  const up = () => checkout().cake(instance, "up", "core");
  const failure = (text: RegExp) => ({ code: 1, text: expect.stringMatching(text) as string });

  beforeAll(async () => {
    hello = (await checkout().cake(instance, "open", "hello", "--stack", "core")).text.trim();
    await checkout().edit("stacks/functions.ts", impatient.before, impatient.after);
  });

  test("that does not compile is refused before anything is touched", async () => {
    await checkout().write(code, "export default (\n  => 1;");
    const run = await up();
    expect(run).toEqual(failure(/function hello:[^]*Unexpected "=>"[^]*examples\/hello\/index\.ts:2:2:/));
    expect(run.text).not.toMatch(/(created|updated|deleted) /);
    expect((await call(hello)).status).toBe(200);
  });

  test("that does not start leaves the one before in service", async () => {
    await checkout().write(code, `throw new Error("no such luck"); ${good}`);
    const run = await up();
    expect(run).toEqual(failure(/function hello is not ready after 20 seconds:[^]*no such luck/));
    expect(run.text).not.toMatch(stackTrace);
    expect(await call(hello)).toMatchObject({ status: 200, body: { message: "Hello, world!" } });
    expect((await checkout().cake(instance, "logs", "hello")).text).toContain("no such luck");
  });

  test("that starts takes over, whatever failed before", async () => {
    await checkout().write(code, good);
    expect(await up()).toMatchObject({ code: 0 });
    expect(await call(hello)).toEqual({ status: 200, body: "good" });
  });
}
