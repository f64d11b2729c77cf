import type { FunctionSpec } from "../../contracts";
import { sourceOf } from "./source";

/** What decides which function's events wake which function. */
export type Flow = Readonly<Record<string, Pick<FunctionSpec, "triggers" | "publishes">>>;

/** Triggers that can never fire, by the name of their function: no function publishes such events. */
export function deadTriggers(flow: Flow): Readonly<Record<string, string[]>> {
  const types = new Set(Object.values(flow).flatMap(({ publishes = [] }) => publishes));
  const dead = Object.entries(flow).map(([name, { triggers = [] }]) => {
    const problems = triggers.flatMap(({ event }) => {
      if (!event) return [];
      const { type, source } = event;
      if (!types.has(type)) return [unpublished(type, types)];
      const sources = publishersOf(flow, type).map(sourceOf);
      return source === undefined || sources.includes(source)
        ? []
        : [
            `it waits for events ${type} of the source "${source}", and those come from ${sources.join(", ")}. Name one of ` +
              "them, or leave source out.",
          ];
    });
    return [name, problems] as const;
  });
  return Object.fromEntries(dead.filter(([, problems]) => problems.length > 0));
}

/**
 * Functions whose events wake each other in a circle: the shortest one of each function, from it back to it. Such a circle
 * may be meant, and end; where it does not, it runs for ever.
 */
export function cycles(flow: Flow): string[][] {
  const circles = Object.keys(flow).flatMap((name) => {
    const back = wayBack(flow, name);
    return back ? [back] : [];
  });
  const byMembers = circles.map((circle) => [[...circle.slice(1)].sort().join(" "), circle] as const);
  return [...new Map([...byMembers].reverse()).values()].reverse();
}

/** The shortest way from a function over those that it wakes back to it. */
function wayBack(flow: Flow, start: string): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of wokenBy(flow, way[way.length - 1]!)) {
      if (next === start) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

const publishersOf = (flow: Flow, type: string): string[] =>
  Object.keys(flow).filter((name) => flow[name]!.publishes?.includes(type));

function wokenBy(flow: Flow, publisher: string): string[] {
  const { publishes = [] } = flow[publisher]!;
  const wakes = ({ triggers = [] }: Flow[string]): boolean =>
    triggers.some(
      ({ event }) =>
        event &&
        publishes.includes(event.type) &&
        (event.source ?? sourceOf(publisher)) === sourceOf(publisher),
    );
  return Object.keys(flow).filter((name) => wakes(flow[name]!));
}

function unpublished(type: string, types: ReadonlySet<string>): string {
  const known = [...types].sort().join(", ") || "none";
  return `it waits for events ${type}, which no function publishes. Published: ${known}. Mend the type, or add it to publishes.`;
}
