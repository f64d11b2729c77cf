import { previewLifetime as policy } from "../../../policies/stack/preview-lifetime";
import { expectCompliance, expectViolation } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

beforeAll(() => jest.useFakeTimers({ now: new Date("2026-11-28T12:00:00Z") }));
afterAll(() => jest.useRealTimers());

const of = (preview: Value) => ({ environment: "preview", config: { "cake:preview": preview } }) as const;
const ending = (expires: Value) => of({ owner: "flora", expires });
const expectRefused = (setting: ReturnType<typeof of>, ...messages: readonly string[]) =>
  expectViolation(policy, [], ...messages.map((message) => ["stack", message] as const), setting);

const noOwner = "cake:preview.owner is missing.";
const noEnd = "cake:preview.expires is missing.";

test("the messages say what is missing, and how to say it", () => {
  const why =
    "Why: A preview that nobody owns is never taken down: it costs, and it shows code that nobody looks after any more. https://www.pulumi.com/docs/deployments/concepts/ttl/";
  expectRefused(
    of(undefined),
    `cake:preview.owner is missing.
  Fix: Run \`pulumi config set --path cake:preview.owner\` with the name of who looks after it.
  ${why}`,
    `cake:preview.expires is missing.
  Fix: Run \`pulumi config set --path cake:preview.expires\` with a moment within 14 days, such as 2026-12-05T12:00Z.
  ${why}`,
  );
});

test.each<[string, Value]>([
  ["is a text", "flora"],
  ["is a list", ["flora"]],
  ["is true", true],
])("what %s is refused", (_, preview) => {
  expectRefused(
    of(preview),
    "cake:preview is no mapping.\n  Fix: Set cake:preview to a mapping with the keys owner and expires.\n",
  );
});

test("a mapping without anything is refused", () => {
  expectRefused(of({}), noOwner, noEnd);
});

test.each<[Value]>([[""], ["  "], [7], [["flora"]], [true]])("%p is no owner, and not shown", (owner) => {
  expectRefused(of({ owner, expires: "2026-12-01T00:00Z" }), "cake:preview.owner names nobody.\n");
});

test.each<[Value]>([
  ["2026-12-01"],
  ["2026-12-01T12:00:00"],
  ["2026-12-01T12Z"],
  ["2026-12-01 12:00:00Z"],
  ["2026-13-01T00:00:00Z"],
  ["tomorrow"],
  ["x2026-12-01T12:00:00Z"],
  ["+002026-12-01T12:00:00Z"],
  ["2026-12-01T12:00:00Zx"],
  ["2026-12-01T12:00:00+1"],
  [1796126400000],
  [["2026-12-01T12:00:00Z"]],
  [{}],
])("%p is no moment", (expires) => {
  expectRefused(ending(expires), "cake:preview.expires is no date with a time and a time zone.\n");
});

test.each<[string, Value]>([
  ["a past one", "2026-11-28T11:59:59Z"],
  ["this one", "2026-11-28T12:00:00Z"],
  ["a past one elsewhere", "2026-11-28T13:59:59+02:00"],
])("%s is refused", (_, expires) => {
  expectRefused(ending(expires), "cake:preview.expires is past: the preview should be gone.\n");
});

test("one that is too far ahead is refused", () => {
  expectRefused(ending("2026-12-12T12:00:01Z"), "cake:preview.expires is more than 14 days ahead.\n");
});

test.each<[Value]>([
  ["2026-11-28T12:00:01Z"],
  ["2026-12-12T12:00:00Z"],
  ["2026-12-01T12:00Z"],
  ["2026-12-01T12:00:00.25Z"],
  ["2026-12-01T12:00:00.250-05:30"],
])("%s passes", (expires) => {
  expectCompliance(policy, [], ending(expires));
});

test("how many days there are is for the configuration to say", () => {
  const options = { days: 1 };
  expectCompliance(policy, [], { ...ending("2026-11-29T12:00:00Z"), options });
  const late = { ...ending("2026-11-29T12:00:01Z"), options };
  expectRefused(
    late,
    "is more than 1 days ahead.\n  Fix: Run `pulumi config set --path cake:preview.expires` with a moment within 1 days, such as 2026-11-29T00:00Z.",
  );
});

test.each(["dev", "prod"] as const)("%s has neither", (environment) => {
  expectCompliance(policy, [], { environment });
});

test("the owner is refused beside a good end, and the end beside a good owner", () => {
  expectRefused(of({ expires: "2026-12-01T00:00Z" }), noOwner);
  expectRefused(of({ owner: "flora" }), noEnd);
});

test("what is not known is said of as what is wrong: a configuration always is", () => {
  expectRefused(of({ owner: UNKNOWN, expires: "2026-12-01T00:00Z" }), "cake:preview.owner names nobody.");
});
