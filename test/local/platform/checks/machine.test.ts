import { refuseProblems } from "../../../../local/platform/checks/check";
import { judge, type Facts } from "../../../../local/platform/checks/machine";

const gigabyte = 2 ** 30;
const good: Facts = {
  os: "linux",
  root: true,
  docker: false,
  cores: 2,
  memory: 3.5 * gigabyte,
  disk: 17 * gigabyte,
  compiling: 1,
};

const problems = (facts: Partial<Facts>) =>
  judge({ ...good, ...facts }).flatMap(({ name, problem }) => (problem ? [[name, problem]] : []));

test("a machine that is just good enough has no problem", () => {
  expect(judge(good)).toEqual([
    { name: "system", found: "linux, root", problem: undefined },
    { name: "cores", found: "2", problem: undefined },
    { name: "memory", found: "3.5 GB", problem: undefined },
    { name: "disk", found: "17.0 GB", problem: undefined },
  ]);
  expect(() => refuseProblems(judge(good))).not.toThrow();
});

test("with Docker it need not be Linux, nor root", () => {
  expect(judge({ ...good, os: "darwin", root: false, docker: true })[0]).toEqual({
    name: "system",
    found: "darwin, not root, Docker",
    problem: undefined,
  });
});

const noPlatform =
  "no local platform can run here: run as root on Linux, start Docker, or set cake:cluster to {kind: kubeconfig, …} for a cluster that exists";

test.each<[string, Partial<Facts>, [string, string]]>([
  ["without root or Docker", { root: false }, ["system", noPlatform]],
  ["of another system without Docker", { os: "darwin" }, ["system", noPlatform]],
  ["with one core", { cores: 1 }, ["cores", "at least 2 are needed: use a larger machine"]],
  [
    "with little memory",
    { memory: 3.4 * gigabyte },
    ["memory", "at least 3.5 GB are needed: use a larger machine"],
  ],
  [
    "with too little disk for compiling every tool",
    { disk: 16.9 * gigabyte },
    [
      "disk",
      "at least 17.0 GB are needed while tools are compiled: free some, or set CAKE_HOME to a folder on a larger disk",
    ],
  ],
  [
    "with too little disk for compiling some tools",
    { disk: 9.4 * gigabyte, compiling: 0.5 },
    [
      "disk",
      "at least 9.5 GB are needed while tools are compiled: free some, or set CAKE_HOME to a folder on a larger disk",
    ],
  ],
  [
    "with too little disk for what stays",
    { disk: 1.9 * gigabyte, compiling: 0 },
    ["disk", "at least 2.0 GB are needed: free some, or set CAKE_HOME to a folder on a larger disk"],
  ],
])("a machine %s has one problem", (_, facts, problem) => {
  expect(problems(facts)).toEqual([problem]);
});

test("a disk that is too small for compiling is enough when the tools are there", () => {
  expect(problems({ disk: 2 * gigabyte, compiling: 0 })).toEqual([]);
});

test("all problems are said at once", () => {
  const checks = judge({ ...good, cores: 1, memory: gigabyte });
  expect(() => refuseProblems(checks)).toThrow(
    [
      "The local platform cannot start on this machine:",
      "  - cores: found 1; at least 2 are needed: use a larger machine",
      "  - memory: found 1.0 GB; at least 3.5 GB are needed: use a larger machine",
    ].join("\n"),
  );
});
