import { stackPolicy, type Finding } from "../policy";
import { at, isObject, type Value } from "../value";

const key = "cake:preview";
const day = 24 * 60 * 60 * 1000;

/** A date, a time and a time zone. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

export const previewLifetime = stackPolicy({
  name: "preview-lifetime",
  description: "A preview has an owner, and a day on which it ends.",
  why: "A preview that nobody owns is never taken down: it costs, and it shows code that nobody looks after any more.",
  link: "https://www.pulumi.com/docs/deployments/concepts/ttl/",
  options: {
    days: {
      description: "Days that a preview may have before it, at most.",
      type: "number",
      exclusiveMinimum: 0,
      maximum: 365,
      default: 14,
    },
  },
  *check(_, { stack: { environment, config }, options: { days } }) {
    if (environment !== "preview") return;
    const preview = at(config, key);
    if (preview !== undefined && !isObject(preview)) {
      yield {
        at: key,
        problem: "is no mapping",
        fix: `Set ${key} to a mapping with the keys owner and expires`,
      };
      return;
    }
    yield* ownerFindings(at(preview, "owner"));
    yield* endFindings(at(preview, "expires"), Date.now(), days);
  },
});

function* ownerFindings(owner: Value): Iterable<Finding> {
  if (typeof owner === "string" && owner.trim() !== "") return;
  yield {
    at: `${key}.owner`,
    problem: owner === undefined ? "is missing" : "names nobody",
    fix: `Run \`pulumi config set --path ${key}.owner\` with the name of who looks after it`,
  };
}

function* endFindings(expires: Value, now: number, days: number): Iterable<Finding> {
  const problem = endProblem(expires, now, days);
  if (problem === undefined) return;
  yield {
    at: `${key}.expires`,
    problem,
    fix: `Run \`pulumi config set --path ${key}.expires\` with a moment within ${days} days, such as ${example(now + (days * day) / 2)}`,
  };
}

function endProblem(expires: Value, now: number, days: number): string | undefined {
  if (expires === undefined) return "is missing";
  const end = typeof expires === "string" && moment.test(expires) ? Date.parse(expires) : NaN;
  if (Number.isNaN(end)) return "is no date with a time and a time zone";
  if (end <= now) return "is past: the preview should be gone";
  return end > now + days * day ? `is more than ${days} days ahead` : undefined;
}

const example = (time: number): string => new Date(time).toISOString().replace(/:\d\d\.\d+Z$/, "Z");
