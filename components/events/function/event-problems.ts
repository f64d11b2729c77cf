import * as fs from "node:fs";
import * as path from "node:path";
import type { FunctionSpec, Trigger } from "../../contracts";
import type { Check } from "../../problems";
import { cronProblems } from "../bus/cron";
import { filterProblems, timeZoneProblems } from "../bus/problems";
import { isWoken } from "./service";

/** A type goes into a list with commas, and into names: narrower than CloudEvents, which takes any text. */
const typeForm = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/;
const allowedTypes = "up to 100 letters, digits, dots, dashes and _, a letter or digit first and last";

/** What is wrong with the events of a function. @param hasBus whether it has a bus, or will have one */
export function eventChecks(spec: FunctionSpec, hasBus: boolean): Check[] {
  const { triggers = [], publishes = [], visibility, code } = spec;
  const woken = isWoken(spec);
  const waitsForEvents = triggers.some(({ event }) => event !== undefined);
  return [
    [
      !hasBus && (waitsForEvents || publishes.length > 0),
      `it has ${waitsForEvents ? "triggers with events" : "publishes"}, and no bus. Give it needs.bus.`,
    ],
    [
      woken && visibility === "public",
      'visibility is "public", and it has triggers. Allowed: "cluster", for nobody else may tell it that something ' +
        "happened. Leave visibility out, and give what is public a function of its own.",
    ],
    [
      woken && code.source !== undefined && fs.existsSync(path.resolve(code.source, "public")),
      `it has triggers and a folder "public", which nobody could see. Give the page a function of its own.`,
    ],
    ...triggers.flatMap(triggerProblems).map((problem): Check => [true, problem]),
    ...publishes.map((type): Check => [
      !typeForm.test(type),
      `publishes has "${type}". Allowed: ${allowedTypes}. Rename it.`,
    ]),
    ...repeated(publishes).map((type): Check => [true, `publishes has ${type} twice. Take one out.`]),
    ...repeated(triggers.map((trigger) => JSON.stringify(trigger))).map((trigger): Check => [
      true,
      `triggers has ${trigger} twice. Take one out.`,
    ]),
  ];
}

function triggerProblems({ event, schedule, ...others }: Trigger, index: number): string[] {
  const label = `triggers[${index}]`;
  if ((event === undefined) === (schedule === undefined)) {
    return [`${label} has ${event ? "both" : "neither"} of event and schedule. Give one of them.`];
  }
  if (event) return filterProblems(`${label}.event`, event);
  const { timeZone } = others as Extract<Trigger, { schedule: string }>;
  return [
    ...cronProblems(`${label}.schedule`, schedule ?? ""),
    ...(timeZone === undefined ? [] : timeZoneProblems(`${label}.timeZone`, timeZone)),
  ];
}

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];
