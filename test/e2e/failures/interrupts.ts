import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { environmentOf, type CakeRun } from "../../support/cake";
import type { Checkout } from "../../support/checkout";
import { stackTrace } from "../../support/stack-trace";
import { Terminal } from "../../support/terminal";

/** Presses Ctrl-C at every phase of the first `up` of an instance that has nothing; ends with the core stack there. */
export function interrupts(instance: string, checkout: () => Checkout): void {
  const at = (env: NodeJS.ProcessEnv, args: string) =>
    new Terminal(`node ${checkout().program} ${args}`, { CAKE_INSTANCE: instance, ...env });

  const pulumi = async (...args: string[]) =>
    checkout().run(await environmentOf(instance), "pulumi", ...args, "--stack", "core");

  const expectInterrupted = (run: CakeRun, message = "Interrupted. Run the same command again to go on.") => {
    expect(run).toEqual({ code: 130, text: expect.stringContaining(message) as string });
    expect(run.text).not.toMatch(stackTrace);
  };

  const expectValidState = async () => {
    const { deployment } = JSON.parse((await pulumi("stack", "export")).text) as {
      deployment: Record<string, unknown[] | undefined>;
    };
    expect(deployment.resources?.length).toBeGreaterThan(1);
    expect(deployment.pending_operations ?? []).toEqual([]);
    return deployment.resources;
  };

  test("while tools are made ends it at once, and holds up no other run", async () => {
    const home = await fs.mkdtemp(path.join(os.tmpdir(), "cake-home-"));
    for (const run of ["first", "second"]) {
      const up = at({ CAKE_HOME: home, CAKE_OFFLINE: "1" }, "up core");
      await up.shows(/fetching/);
      up.interrupt();
      const ended = await up.ended;
      expectInterrupted(ended);
      expect(`${run}: ${ended.text}`).not.toContain("waiting for another run");
    }
    await fs.rm(home, { recursive: true });
  });

  test("while the platform starts stops it again", async () => {
    const up = at({}, "up core");
    await up.shows(/starting /);
    up.interrupt();
    expectInterrupted(await up.ended);
    expect((await checkout().cake(instance, "status")).text).toContain("stopped");
    await expect(fs.access(`/run/cakestack/${instance}/pid`)).rejects.toThrow("ENOENT");
  });

  test("while the stack is brought up leaves a state that is valid", async () => {
    const up = at({}, "up core");
    await up.shows(/created Deployment/);
    up.interrupt();
    expectInterrupted(await up.ended);
    await expectValidState();
  });

  test("twice ends it at once", async () => {
    const up = at({}, "up core");
    await up.shows(/(created|updated) /);
    up.interrupt();
    await up.shows(/press Ctrl-C again/);
    up.interrupt();
    expectInterrupted(await up.ended, "Ended at once. Run the same command again: it clears up first.");
  });

  test("costs nothing: the same command goes on, and all is there", async () => {
    const { code, text } = await checkout().cake(instance, "up", "core");
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringContaining("hello answered 200") as string,
    });
    expect(await pulumi("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  test("at the question of down destroys nothing", async () => {
    const before = await expectValidState();
    const down = at({}, "down dev");
    await down.shows(/\[y\/N\]/);
    down.interrupt();
    expectInterrupted(await down.ended);
    expect(await expectValidState()).toEqual(before);
  });
}
