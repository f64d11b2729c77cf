import { free, leastVcpus, usageLimitsOf, type Plan } from "./cluster/limits";

/*
 * What CockroachDB Cloud costs, by its documentation of June 2026 ("Plan a CockroachDB Basic Cluster" and
 * "Understand the Resource Usage"), in dollars of the United States and in request units.
 */
const prices = { millionRequestUnits: 0.2, gibibyteMonth: 0.5, freeMonth: 15 };
const requestUnitsOf = { read: [1, 15], write: [10, 25] } as const;

/** A month of average length, in seconds. */
const month = (365 / 12) * 24 * 60 * 60;

/** Where data is kept, with what bounds its cost. */
export type Priced = Plan | { readonly plan: "cluster" | "existing" };

/** What a database costs in a month. */
export interface MonthlyCost {
  /** The most that it can be in dollars, without what is free; undefined where that is not known. */
  readonly atMost: number | undefined;
  /** The same for people, with how it comes about. */
  readonly words: readonly string[];
}

/** What the limits of a database allow it to cost in a month. */
export function monthlyCost(priced: Priced): MonthlyCost {
  switch (priced.plan) {
    case "basic":
      return basicCost(priced);
    case "standard":
      return {
        atMost: undefined,
        words: [
          `CockroachDB Standard: ${priced.vcpus ?? leastVcpus} vCPUs, provisioned day and night, and storage, traffic ` +
            "and backups by use. The price depends on cloud and region, and is not known here: see the Cloud Console. Nothing is free.",
        ],
      };
    case "cluster":
      return { atMost: 0, words: ["PostgreSQL: nothing beyond the machines that it runs on."] };
    case "existing":
      return {
        atMost: undefined,
        words: ["Existing database: its price is that of whoever runs it, and is not known here."],
      };
    default:
      return priced satisfies never;
  }
}

function basicCost(plan: Plan): MonthlyCost {
  const { requestUnitLimit = 0, storageMibLimit = 0 } = usageLimitsOf(plan);
  const compute = (requestUnitLimit / 1e6) * prices.millionRequestUnits;
  const storage = (storageMibLimit / 1024) * prices.gibibyteMonth;
  const atMost = Math.max(0, compute + storage - prices.freeMonth);
  return {
    atMost,
    words: [
      `CockroachDB Basic: at most ${dollars(atMost)} a month.`,
      `${millions(requestUnitLimit)} request units at ${dollars(prices.millionRequestUnits)} a million are ` +
        `${dollars(compute)}; ${gibibytes(storageMibLimit)} of storage at ${dollars(prices.gibibyteMonth)} a GiB are ` +
        `${dollars(storage)}; ${dollars(prices.freeMonth)} a month are free, shared by all Basic clusters of an ` +
        "organization that pays by the month.",
      "Unused, it costs its storage only. When the request units are used up, it is disabled until the next month; " +
        "when the storage is full, it takes no more writes.",
    ],
  };
}

/** What asks a database by itself, day and night. */
export type Poller = keyof typeof pollers;

/**
 * What each asks for, in statements a second, as far as their documentation says; what they do in the background
 * beyond that comes on top.
 */
const pollers = {
  keycloak: {
    who: "pod",
    statements: 0.1,
    kind: "read",
    why: "each pod's readiness asks the database every 10 seconds",
  },
  spicedb: {
    who: "pod",
    statements: 2,
    kind: "read",
    why: "30 connections of a pod are each checked every 30 seconds, and the schema watch beats every second",
  },
  changefeed: {
    who: "feed",
    statements: 1,
    kind: "read",
    why:
      "it follows a table day and night, for which no figure is published: as if it asked every second. Each event that it " +
      "tells takes 1 request unit more",
  },
} as const;

/**
 * Warns of what keeps a database awake whose price is by use.
 *
 * @param counts how many of each ask
 * @returns undefined where nothing does, or where the price is another
 */
export function idleWarning(
  priced: Priced,
  counts: Readonly<Partial<Record<Poller, number>>>,
): string | undefined {
  const asking = (Object.keys(pollers) as Poller[]).flatMap((name) => {
    const count = counts[name] ?? 0;
    return count > 0 ? [{ name, count, ...pollers[name] }] : [];
  });
  if (priced.plan !== "basic" || asking.length === 0) return undefined;
  const limit = priced.requestUnits ?? free.requestUnits;
  const lines = asking.map(({ name, who, count, statements, kind, why }) => {
    const [least, most] = requestUnitsOf[kind].map((units) => units * statements * count * month) as [
      number,
      number,
    ];
    return (
      `  - ${name}, ${count === 1 ? `1 ${who}` : `${count} ${who}s`}: ${why}. ${statements * count} statements a second of ` +
      `${requestUnitsOf[kind].join(" to ")} request units are ${millions(least)} to ${millions(most)} a month.`
    );
  });
  return [
    `These ask CockroachDB Basic while nobody uses them, so that it never sleeps. Its limit of ${millions(limit)} request ` +
      `units a month is ${(limit / month).toFixed(1)} a second:`,
    ...lines,
    "Estimates, not measured: watch the Request Units chart, and raise requestUnits, or take plan standard.",
  ].join("\n");
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

const millions = (units: number): string => `${Number((units / 1e6).toFixed(1))} million`;

const gibibytes = (mebibytes: number): string => `${Number((mebibytes / 1024).toFixed(1))} GiB`;
