import { cake, environmentOf } from "../support/cake";
import { componentPid, components, daemonPid, disasters, type Disaster } from "../support/disasters";
import { Volume } from "../support/volume";

/*
 * The core stack on a platform to which everything happens that can: `cake up` brings it back each time, with its data and
 * without a change. The tests are steps of one story and run in order.
 */

const instance = "disasters";
jest.setTimeout(45 * 60_000);

let volume: Volume;

/** `up` finds everything as it was, and the function answers. */
async function expectBack(): Promise<void> {
  const { code, text } = await cake(instance, "up", "core");
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringMatching(/hello answered 200[\s\S]*Stack core: 0 changes/) as string,
  });
  expect(await volume.read()).toBe("florist");
}

beforeAll(async () => {
  await cake(instance, "wipe", "--yes");
  await cake(instance, "up", "core");
  volume = new Volume(await environmentOf(instance));
  await volume.write("florist");
});

afterAll(async () => {
  await cake(instance, "wipe", "--yes");
});

test("nothing has happened yet", async () => {
  await expectBack();
});

test.each(components)("%s is killed, and comes back without the rest", async (component) => {
  const [before, daemon] = await Promise.all([componentPid(instance, component), daemonPid(instance)]);
  process.kill(before, "SIGKILL");
  await expectBack();
  expect(await componentPid(instance, component)).not.toBe(before);
  expect(await daemonPid(instance)).toBe(daemon);
});

test("all of them are killed at once", async () => {
  const pids = await Promise.all(components.map((component) => componentPid(instance, component)));
  for (const pid of pids) process.kill(pid, "SIGKILL");
  await expectBack();
});

test.each(Object.keys(disasters) as Disaster[])("%s", async (disaster) => {
  await disasters[disaster](instance);
  await expectBack();
});
