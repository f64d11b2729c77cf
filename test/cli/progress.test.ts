import { Progress } from "../../cli/progress";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  jest.useFakeTimers();
  jest.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line.trim()));
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const lasting = (milliseconds: number) => () =>
  new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));

test("short phases that say nothing are no long silence", async () => {
  const progress = new Progress();
  for (const name of ["one", "two", "three"]) {
    const phase = progress.phase(name, lasting(3_000));
    await jest.advanceTimersByTimeAsync(3_000);
    await phase;
  }
  expect(lines).toEqual(["5s  two, 2s"]);
  expect(progress.times()).toEqual([
    ["one", "3s"],
    ["two", "3s"],
    ["three", "3s"],
  ]);
});

test("a phase that says something itself is not interrupted", async () => {
  const progress = new Progress();
  const phase = progress.phase("stack", async (report) => {
    for (const step of ["first", "second", "third"]) {
      await lasting(4_000)();
      report(step);
    }
  });
  await jest.advanceTimersByTimeAsync(12_000);
  await phase;
  expect(lines).toEqual(["4s  first", "8s  second", "12s  third"]);
});
