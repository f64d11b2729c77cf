import { stackPolicy, type Finding, type Resource, type StackFinding } from "../../policy";
import { cockroachBound, isCockroach, type Bound } from "./cockroach";
import { bySize, prices } from "./prices";

const cap = (dollars: number, environment: string) => ({
  description: `What a stack may cost in a month in ${environment}, in US dollars.`,
  type: "number",
  minimum: 0,
  default: dollars,
});

export const costCap = stackPolicy({
  name: "cost-cap",
  description: "What a stack may cost in a month is known, and within what its environment may cost.",
  why: "A price that nobody has looked at is found on the invoice, a month late.",
  link: "https://www.cockroachlabs.com/docs/cockroachcloud/plan-your-cluster-basic",
  options: {
    dev: cap(20, "dev"),
    preview: cap(10, "preview"),
    prod: cap(500, "prod"),
    prices: {
      description:
        "US dollars a month of what has no price here, by the name or else the type of a resource.",
      type: "object",
      additionalProperties: { type: "number", minimum: 0 },
      default: {},
    },
  },
  *check(resources, { stack: { environment }, options }) {
    const costs: Cost[] = [];
    for (const resource of resources) {
      const bound = boundOf(resource, options.prices);
      if (bound.finding) yield { resource, ...told(bound.finding) };
      else if (bound.aMonth > 0) costs.push({ resource, ...bound });
    }
    const sum = costs.reduce((total, { aMonth }) => total + aMonth, 0);
    if (sum > options[environment]) yield tooMuch(costs, sum, options[environment], environment);
  },
});

interface Cost {
  readonly resource: Resource;
  readonly aMonth: number;
  readonly words: string;
}

const told = (finding: Finding): Finding => ({
  ...finding,
  fix: `${finding.fix}, or tell what it costs a month with the option prices`,
});

function boundOf(resource: Resource, own: Readonly<Record<string, number>>): Bound {
  const { name, type } = resource;
  const known = [name, type].find((one) => Object.hasOwn(own, one));
  if (known !== undefined) return { aMonth: own[known]!, words: "as told by the option prices" };
  if (isCockroach(type)) return cockroachBound(resource);
  if (bySize.has(type)) return { finding: unpriced };
  return Object.hasOwn(prices, type) ? prices[type]! : { aMonth: 0, words: "" };
}

const unpriced = {
  problem: "Its price depends on its size, and is not known here, so that nobody knows what the stack costs",
  fix: "Leave it out",
};

function tooMuch(costs: readonly Cost[], sum: number, most: number, environment: string): StackFinding {
  const parts = costs.map(({ resource, aMonth, words }) => `${dollars(aMonth)} ${resource.name}: ${words}`);
  return {
    problem: `The stack may cost ${dollars(sum)} a month, and in ${environment} at most ${dollars(most)}: ${parts.join("; ")}`,
    fix: `Lower the usage limits, leave something out, or raise the option ${environment} once somebody has agreed to the price`,
  };
}

const dollars = (amount: number): string => `${amount.toFixed(2)} USD`;
