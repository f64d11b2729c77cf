import { kind } from "../kubernetes";
import { resourcePolicy, types } from "../policy";
import { hasAnyOf, outOfBounds, wholeNumber, type Bounded, type Form } from "./bounds";

/** As Google's own have them: `60s`. */
const seconds: Form = {
  read: (value) => (typeof value === "string" ? numberIn(/^(\d+(?:\.\d+)?)s$/.exec(value)) : undefined),
  words: (most) => `1s to ${most}s`,
};

/** As ISO 8601 has them, up to hours: `PT60S`. */
const period: Form = {
  read: (value) => (typeof value === "string" ? secondsIn(value) : undefined),
  words: (most) => `PT1S to PT${most}S`,
};

const numberIn = (found: RegExpExecArray | null): number | undefined =>
  found ? Number(found[1]) : undefined;

function secondsIn(text: string): number | undefined {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text);
  if (!found) return undefined;
  const [hours, minutes, rest] = found.slice(1).map((part?: string) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  return (hours * 60 + minutes) * 60 + rest;
}

const settings: readonly Bounded[] = [
  {
    of: kind("serving.knative.dev", "Service", "Configuration"),
    paths: [["spec", "template", "spec", "timeoutSeconds"]],
    form: wholeNumber,
  },
  { of: types("aws:lambda/function:Function"), paths: [["timeout"]], form: wholeNumber },
  {
    of: types("gcp:cloudrun/service:Service"),
    paths: [["template", "spec", "timeoutSeconds"]],
    form: wholeNumber,
  },
  { of: types("gcp:cloudrunv2/service:Service"), paths: [["template", "timeout"]], form: seconds },
  {
    of: types("gcp:cloudfunctionsv2/function:Function"),
    paths: [["serviceConfig", "timeoutSeconds"]],
    form: wholeNumber,
  },
  { of: types("gcp:cloudfunctions/function:Function"), paths: [["timeout"]], form: wholeNumber },
  // The function's own time is what holds where these say nothing.
  {
    of: kind("eventing.knative.dev", "Broker", "Trigger"),
    paths: [["spec", "delivery", "timeout"]],
    form: period,
    optional: true,
  },
  {
    of: kind("messaging.knative.dev", "Channel", "Subscription"),
    paths: [["spec", "delivery", "timeout"]],
    form: period,
    optional: true,
  },
];

export const functionTimeout = resourcePolicy({
  name: "function-timeout",
  description: "A function says how long one call may take.",
  why: "A call that hangs holds a place, its connections and its price until the platform's own limit, and who waits for it never learns why.",
  link: "https://knative.dev/docs/serving/configuration/config-defaults/",
  options: {
    limit: {
      description: "The longest that a call may take, in seconds.",
      type: "integer",
      minimum: 1,
      default: 600,
    },
  },
  concerns: hasAnyOf(settings),
  check: (resource, { options }) => outOfBounds(settings, resource, options.limit),
});
