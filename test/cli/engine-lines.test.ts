import type { EngineEvent } from "@pulumi/pulumi/automation/events";
import { lineOf } from "../../cli/engine-lines";

const urn = "urn:pulumi:dev::cakestack::kubernetes:apps/v1:Deployment::web";
const event = (part: Record<string, unknown>) => part as unknown as EngineEvent;

const policy = (enforcementLevel: string) =>
  event({
    policyEvent: {
      enforcementLevel,
      policyName: "container-probes",
      resourceUrn: urn,
      message: "<{%reset%}>spec is bad.\n",
    },
  });

test("a broken policy that only advises is told of as it comes", () => {
  expect(lineOf(policy("advisory"))).toBe("policy container-probes, Deployment web: spec is bad.");
});

test("one that stops the engine is left to the engine's error", () => {
  expect(lineOf(policy("mandatory"))).toBeUndefined();
});

test("each waiver in force is told of, and nothing else of what is said in passing", () => {
  const said = (message: string) =>
    event({ diagnosticEvent: { severity: "info#err", message, ephemeral: false } });
  expect(lineOf(said("<{%reset%}>waived: pkce for a::b, until 2027-01-01: old (me)\n"))).toBe(
    "waived: pkce for a::b, until 2027-01-01: old (me)",
  );
  expect(lineOf(said("something was waived: no"))).toBeUndefined();
});

test("a warning is told of, and not one that is gone in a moment", () => {
  const warning = (ephemeral: boolean) =>
    event({ diagnosticEvent: { severity: "warning", message: "mind the gap", ephemeral } });
  expect(lineOf(warning(false))).toBe("warning: mind the gap");
  expect(lineOf(warning(true))).toBeUndefined();
});

test("what stays as it was is not listed", () => {
  const done = (op: string) => event({ resOutputsEvent: { metadata: { op, urn } } });
  expect(lineOf(done("same"))).toBeUndefined();
  expect(lineOf(done("read"))).toBeUndefined();
  expect(lineOf(done("create"))).toBe("created Deployment web");
  expect(lineOf(done("import"))).toBe("import Deployment web");
});
