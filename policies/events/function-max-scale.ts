import { kind } from "../kubernetes";
import { resourcePolicy, types } from "../policy";
import { digits, hasAnyOf, outOfBounds, wholeNumber, type Bounded } from "./bounds";

/** The annotation, and how it was spelled before. */
const annotations = ["max-scale", "maxScale"].map((name) => `autoscaling.knative.dev/${name}`) as [
  string,
  string,
];
const [now, before] = annotations;
const inTemplate = ["template", "metadata", "annotations"] as const;

const settings: readonly Bounded[] = [
  {
    of: kind("serving.knative.dev", "Service", "Configuration"),
    paths: [
      ["spec", ...inTemplate, now],
      ["spec", ...inTemplate, before],
    ],
    form: digits,
  },
  {
    of: types("gcp:cloudrun/service:Service"),
    paths: [
      [...inTemplate, before],
      [...inTemplate, now],
    ],
    form: digits,
  },
  {
    of: types("gcp:cloudrunv2/service:Service"),
    paths: [
      ["template", "scaling", "maxInstanceCount"],
      ["scaling", "maxInstanceCount"],
      ["scaling", "manualInstanceCount"],
    ],
    form: wholeNumber,
  },
  {
    of: types("gcp:cloudfunctionsv2/function:Function"),
    paths: [["serviceConfig", "maxInstanceCount"]],
    form: wholeNumber,
  },
  { of: types("gcp:cloudfunctions/function:Function"), paths: [["maxInstances"]], form: wholeNumber },
];

/** Lambda's are capped by their concurrency, in policy `lambda-concurrency`. */
export const functionMaxScale = resourcePolicy({
  name: "function-max-scale",
  description: "A function says how many of it may run at once.",
  why: "A rush, or somebody who wishes you ill, starts pods until the database, the cluster or the budget gives way.",
  link: "https://knative.dev/docs/serving/autoscaling/scale-bounds/",
  options: {
    limit: {
      description: "The most that a function may scale to.",
      type: "integer",
      minimum: 1,
      default: 100,
    },
  },
  concerns: hasAnyOf(settings),
  check: (resource, { options }) => outOfBounds(settings, resource, options.limit),
});
