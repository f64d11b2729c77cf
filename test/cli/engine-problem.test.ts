import { engineProblem, openingProblem } from "../../cli/engine-problem";

const output = (policies: string) => `code: 255
stdout: Previewing update (dev):
 +  pulumi:pulumi:Stack cakestack-dev create
${policies}Diagnostics:
  pulumi:pulumi:Stack (cakestack-dev):
    error: preview failed

Resources:
    + 6 to create

stderr: `;

const mandatory = `Policies:
    ❌ cakestack@v0.1.0 (local: policies)
        - [mandatory]  pod-privilege  (kubernetes:core/v1:Pod: web)
          spec.containers[web] is bad.

`;

test("the engine's own diagnostics are why it ended, not the list of resources around them", () => {
  expect(engineProblem(new Error(output("")))).toBe(
    "  pulumi:pulumi:Stack (cakestack-dev):\n    error: preview failed",
  );
});

test("policies that stopped it come with them", () => {
  const problem = engineProblem(new Error(output(mandatory)));
  expect(problem).toContain(
    "[mandatory]  pod-privilege  (kubernetes:core/v1:Pod: web)\n          spec.containers[web] is bad.",
  );
  expect(problem).toContain("error: preview failed");
  expect(problem).not.toContain("to create");
});

test("policies that only advise do not", () => {
  expect(engineProblem(new Error(output(mandatory.replace("[mandatory]", "[advisory]"))))).not.toContain(
    "pod-privilege",
  );
});

test("an error of another shape is shown as it is, without colours", () => {
  expect(engineProblem(new Error("\u001b[31mno such <{%bold%}>thing<{%reset%}>\u001b[0m\n"))).toBe(
    "no such thing",
  );
});

test("an engine that was killed says how to go on", () => {
  expect(engineProblem(new Error("Command was killed with SIGKILL (Forced termination): pulumi up"))).toBe(
    "The engine was ended by SIGKILL. Run the same command again: it clears up first.",
  );
});

test("a stack of another passphrase says which file holds its secrets", () => {
  expect(openingProblem("dev", "error: incorrect passphrase")).toContain(
    "Pulumi.dev.yaml holds secrets of it",
  );
  expect(openingProblem("dev", "no")).toBe("Stack dev cannot be opened:\nno");
});
