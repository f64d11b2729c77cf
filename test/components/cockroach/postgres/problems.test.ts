import { problemsOf } from "../../../../components/cockroach/postgres/problems";

const problems = (args: object) => problemsOf({ cluster: {}, ...args });

test("good arguments have no problems", () => {
  expect(problems({})).toEqual([]);
  expect(
    problems({
      memory: "256 MB",
      storage: "1 GB",
      cpu: 0.05,
      connections: 16,
      callers: ["functions"],
      image: "a/b:1",
    }),
  ).toEqual([]);
});

test.each([
  [{ memory: "255 MB" }, 'memory is "255 MB". Allowed: "256 MB" or more.'],
  [{ memory: "much" }, 'memory: "much" is no amount of memory.'],
  [{ storage: "1023 MB" }, 'storage is "1023 MB". Allowed: "1 GB" or more.'],
  [{ cpu: 0 }, "cpu is 0. Allowed: a number of cores above 0."],
  [{ connections: 41 }, "connections is 41. Allowed: 1 to 40, which memory (512 MB) is for."],
  [{ connections: 0, memory: "1 GB" }, "connections is 0. Allowed: 1 to 88, which memory (1 GB) is for."],
  [{ connections: 1.5 }, "connections is 1.5. Allowed: 1 to 40"],
  [{ image: " " }, "image is empty. Name an image of PostgreSQL, or leave it out."],
  [{ callers: ["Functions"] }, 'callers has "Functions". Allowed: names of namespaces.'],
])("%j is refused", (args, problem) => {
  expect(problems(args)).toEqual([expect.stringContaining(problem) as string]);
});
