import * as fs from "node:fs";
import * as path from "node:path";
import type { FunctionSpec } from "../../contracts";
import type { Check } from "../../problems";

/** A type goes into a list with commas, and into names: narrower than CloudEvents, which takes any text. */
const typeForm = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/;
const allowedTypes = "up to 100 letters, digits, dots, dashes and _, a letter or digit first and last";

/** What is wrong with the events of a function; what is wrong with one trigger is the bus's to say. */
export function eventChecks({ triggers = [], publishes = [], needs, visibility, code }: FunctionSpec): Check[] {
  const waitsForEvents = triggers.some(({ event }) => event !== undefined);
  return [
    [
      needs?.bus === undefined && (waitsForEvents || publishes.length > 0),
      `it has ${waitsForEvents ? "triggers with events" : "publishes"}, and no bus. Give it needs.bus.`,
    ],
    [
      triggers.length > 0 && visibility === "public",
      'visibility is "public", and it has triggers. Allowed: "cluster", for nobody else may tell it that something ' +
        "happened. Leave visibility out, and give what is public a function of its own.",
    ],
    [
      triggers.length > 0 && code.source !== undefined && fs.existsSync(path.resolve(code.source, "public")),
      `it has triggers and a folder "public", which nobody could see. Give the page a function of its own.`,
    ],
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

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];
