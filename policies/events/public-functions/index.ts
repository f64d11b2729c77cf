import { anyOf } from "../../kubernetes";
import { resourcePolicy, type Resource } from "../../policy";
import { UNKNOWN } from "../../value";
import { gatewayOpenings, isGateway } from "./gateways";
import { googleOpenings, isGoogle } from "./google";
import { isKnative, knativeOpenings } from "./knative";
import type { Opening } from "./opening";

function openings(resource: Resource): Iterable<Opening> {
  if (isKnative(resource.type)) return knativeOpenings(resource);
  return isGoogle(resource.type) ? googleOpenings(resource) : gatewayOpenings(resource);
}

/** Function URLs of Lambda are for policy `function-url-auth`. */
export const publicFunctions = resourcePolicy({
  name: "public-functions",
  description: "A function that anybody on the internet may call is listed as such.",
  why: "A platform makes functions public that nobody meant to be: what is open is what somebody has said is open.",
  link: "https://knative.dev/docs/serving/services/private-services/",
  options: {
    allowed: {
      description: "Names of functions that anybody may call, or of the resources that let everybody in.",
      type: "array",
      items: { type: "string" },
      default: [] as readonly string[],
    },
  },
  concerns: anyOf(isKnative, isGoogle, isGateway),
  *check(resource, { options: { allowed } }) {
    for (const { name, ...finding } of openings(resource)) {
      const listed = allowed.some((one) => one === name || one === resource.name);
      if (listed || name === UNKNOWN) continue;
      const word = typeof name === "string" ? name : resource.name;
      yield {
        ...finding,
        fix: `${finding.fix}; or, where everybody is meant, add "${word}" to the option allowed`,
      };
    }
  },
});
