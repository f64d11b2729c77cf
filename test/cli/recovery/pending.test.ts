import {
  settled,
  type Deployment,
  type PendingOperation,
  type ResourceState,
} from "../../../cli/recovery/pending";

const resource = (name: string, more: Partial<ResourceState> = {}): ResourceState => ({
  urn: `urn:pulumi:dev::cakestack::kubernetes:core/v1:ConfigMap::${name}`,
  type: "kubernetes:core/v1:ConfigMap",
  custom: true,
  inputs: { metadata: { name } },
  ...more,
});

const pending = (
  type: PendingOperation["type"],
  of: ResourceState,
): Pick<Deployment, "pending_operations"> => ({
  pending_operations: [{ type, resource: of }],
});

const idOf = ({ urn }: ResourceState) => `ns/${urn.split("::").at(-1)}`;
const nowhere = () => undefined;

const other = resource("other", { id: "ns/other" });
const adopted = (name: string) =>
  resource(name, { id: `ns/${name}`, outputs: {}, refreshBeforeUpdate: true });

test("a creation that was cut off is taken to have happened, and to be looked at", () => {
  const state = { resources: [other], ...pending("creating", resource("new")), manifest: { time: "now" } };
  expect(settled(state, idOf)).toEqual({ manifest: { time: "now" }, resources: [other, adopted("new")] });
});

test("what can be nowhere but in the state did not happen", () => {
  expect(settled({ resources: [other], ...pending("creating", resource("new")) }, nowhere)).toEqual({
    resources: [other],
  });
});

test("a replacement of what is deleted already takes its place", () => {
  const old = resource("a", { id: "ns/old", pendingReplacement: true });
  const dependent = resource("b", { id: "ns/b" });
  expect(settled({ resources: [old, dependent], ...pending("creating", resource("a")) }, idOf)).toEqual({
    resources: [adopted("a"), dependent],
  });
});

test("a replacement of what is still there leaves that to be deleted", () => {
  const old = resource("a", { id: "ns/old" });
  const dependent = resource("b", { id: "ns/b" });
  expect(settled({ resources: [old, dependent], ...pending("creating", resource("a")) }, idOf)).toEqual({
    resources: [adopted("a"), dependent, { ...old, delete: true }],
  });
});

test("a creation under the id of what is there makes nothing twice", () => {
  const old = resource("a", { id: "ns/a", outputs: { known: 1 } });
  expect(settled({ resources: [old], ...pending("creating", resource("a")) }, idOf)).toEqual({
    resources: [{ ...old, refreshBeforeUpdate: true }],
  });
});

test.each(["updating", "deleting"] as const)(
  "what was %s is looked at, and what it replaces is not",
  (type) => {
    const now = resource("a", { id: "ns/a" });
    const before = resource("a", { id: "ns/before", delete: true });
    expect(settled({ resources: [now, other, before], ...pending(type, now) }, idOf)).toEqual({
      resources: [{ ...now, refreshBeforeUpdate: true }, other, before],
    });
  },
);

test.each(["reading", "importing"] as const)("what was %s is forgotten: the program asks again", (type) => {
  expect(settled({ resources: [other], ...pending(type, resource("a", { id: "ns/a" })) }, idOf)).toEqual({
    resources: [other],
  });
});

test.each([
  ["a component", { type: "cakestack:events:KnativeFunction", custom: false }],
  ["a provider", { type: "pulumi:providers:kubernetes" }],
])("%s is not looked at: the engine would never take the mark away", (_, kind) => {
  const updated = resource("a", { id: "1", ...kind });
  expect(settled({ resources: [updated], ...pending("updating", updated) }, idOf)).toEqual({
    resources: [updated],
  });
});

test("every cut-off operation is settled", () => {
  const names = ["a", "b", "c"];
  const pending_operations = names.map((name) => ({ type: "creating" as const, resource: resource(name) }));
  expect(settled({ pending_operations }, idOf)).toEqual({ resources: names.map(adopted) });
});
