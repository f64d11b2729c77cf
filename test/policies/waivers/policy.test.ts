import * as pulumi from "@pulumi/pulumi";
import { waiverPolicy } from "../../../policies/waivers/policy";
import { WaiversInUse } from "../../../policies/waivers/use";
import type { Waiver } from "../../../policies/waivers/waiver";

const waiver = (policy: string, ...stacks: string[]): Waiver => ({
  policy,
  resources: "*",
  stacks,
  reason: "because",
  owner: "me",
  expires: "2027-01-31",
});

/** What the policy reports, and what it prints, after `used` let something pass. */
function run(waivers: readonly Waiver[], { used, preview }: { used: readonly string[]; preview: boolean }) {
  jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(preview);
  const print = jest.spyOn(console, "log").mockReturnValue();
  const inUse = new WaiversInUse(waivers, "dev");
  for (const policy of used) inUse.waive(policy, undefined);
  const reported: string[] = [];
  void waiverPolicy(inUse).validateStack({} as never, (message) => void reported.push(message));
  return { reported, printed: print.mock.calls.flat() };
}

afterEach(() => jest.restoreAllMocks());

test("every waiver that let something pass is printed", () => {
  const { printed } = run([waiver("pkce", "dev"), waiver("route-tls", "dev")], {
    used: ["pkce"],
    preview: true,
  });
  expect(printed).toEqual(["waived: pkce for *, until 2027-01-31: because (me)"]);
});

test("one that nothing needs is refused after an update", () => {
  const { reported } = run([waiver("pkce", "dev")], { used: [], preview: false });
  expect(reported).toEqual(["Nothing here breaks pkce at * any more.\n  Fix: take the waiver out."]);
});

test("a preview, which knows too little, refuses none", () => {
  expect(run([waiver("pkce", "dev")], { used: [], preview: true }).reported).toEqual([]);
});

test("one that another stack may need is not refused, nor one that something needs", () => {
  const waivers = [waiver("pkce", "dev", "core"), waiver("pkce", "d*"), waiver("route-tls", "dev")];
  expect(run(waivers, { used: ["route-tls"], preview: false }).reported).toEqual([]);
});
