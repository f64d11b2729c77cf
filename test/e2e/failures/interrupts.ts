import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";
import { cake, cakeCommand, environmentOf, type CakeRun } from "../../support/cake";
import { Terminal } from "../../support/terminal";

/** Presses Ctrl-C at every phase of the first `up` of an instance that has nothing; ends with the dev stack there. */
export function interrupts(instance: string): void {
  const at = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    new Terminal(cakeCommand(...args), { CAKE_INSTANCE: instance, ...env });

  const expectInterrupted = (run: CakeRun, message = "Interrupted. Run the same command again to go on.") => {
    expect(run).toEqual({ code: 130, text: expect.stringContaining(message) as string });
    expect(run.text).not.toMatch(/^ +at .+:\d+:\d+\)?$/m);
  };

  const expectValidState = async () => {
    const env = await environmentOf(instance);
    const { stdout } = await execa("pulumi", ["stack", "export", "--stack", "dev"], { env });
    const { deployment } = JSON.parse(stdout) as { deployment: Record<string, unknown[] | undefined> };
    expect(deployment.resources?.length).toBeGreaterThan(1);
    expect(deployment.pending_operations ?? []).toEqual([]);
    return deployment.resources;
  };

  test("while tools are made ends it at once, and holds up no other run", async () => {
    const home = await fs.mkdtemp(path.join(os.tmpdir(), "cake-home-"));
    for (const run of ["first", "second"]) {
      const up = at({ CAKE_HOME: home, CAKE_OFFLINE: "1" }, "up", "dev");
      await up.shows(/fetching/);
      up.interrupt();
      const ended = await up.ended;
      expectInterrupted(ended);
      expect(`${run}: ${ended.text}`).not.toContain("waiting for another run");
    }
    await fs.rm(home, { recursive: true });
  });

  test("while the platform starts stops it again", async () => {
    const up = at({}, "up", "dev");
    await up.shows(/starting /);
    up.interrupt();
    expectInterrupted(await up.ended);
    expect((await cake(instance, "status")).text).toContain("stopped");
    await expect(fs.access(`/run/cakestack/${instance}/pid`)).rejects.toThrow("ENOENT");
  });

  test("while the stack is brought up leaves a state that is valid", async () => {
    const up = at({}, "up", "dev");
    await up.shows(/created Deployment/);
    up.interrupt();
    expectInterrupted(await up.ended);
    await expectValidState();
  });

  test("twice ends it at once", async () => {
    const up = at({}, "up", "dev");
    await up.shows(/(created|updated) /);
    up.interrupt();
    await up.shows(/press Ctrl-C again/);
    up.interrupt();
    expectInterrupted(await up.ended, "Ended at once. Run the same command again: it clears up first.");
  });

  test("costs nothing: the same command goes on, and all is there", async () => {
    const { code, text } = await cake(instance, "up", "dev");
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringContaining("hello answered 200") as string,
    });
    const env = await environmentOf(instance);
    const preview = await execa("pulumi", ["preview", "--stack", "dev", "--expect-no-changes"], { env });
    expect(preview.exitCode).toBe(0);
  });

  test("at the question of down destroys nothing", async () => {
    const before = await expectValidState();
    const down = at({}, "down", "dev");
    await down.shows(/\[y\/N\]/);
    down.interrupt();
    expectInterrupted(await down.ended);
    expect(await expectValidState()).toEqual(before);
  });
}
