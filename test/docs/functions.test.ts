import * as fs from "node:fs";
import * as path from "node:path";
import { limits } from "../../components/events/function/limits";
import { differences } from "../contract/differences";

const kinds = ["knative", "lambda", "cloudfunctions"] as const;

/** The rows of the tables of a guide, without the spaces that only its form needs. */
const rows = fs
  .readFileSync(path.join(__dirname, "..", "..", "docs", "functions.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.replace(/\s*\|\s*/g, "|"));
const row = (...cells: readonly string[]) => `|${cells.join("|")}|`;

test.each(differences)("the guide says what is not the same everywhere: $what", ({ what, said }) => {
  expect(rows).toContain(row(what, ...kinds.map((kind) => said[kind])));
});

test("the guide says what each platform leaves a function", () => {
  const of = (read: (one: (typeof limits)[(typeof kinds)[number]]) => string) =>
    kinds.map((kind) => read(limits[kind]));
  expect(rows).toEqual(
    expect.arrayContaining([
      row(
        "memory",
        ...of(({ memory: { least, most } }) =>
          most === Infinity ? `from ${least} MB on` : `${least} to ${most} MB`,
        ),
      ),
      row("the longest call", ...of(({ timeout }) => `${timeout} seconds`)),
      row("`code.image`", ...of(({ images }) => (images ? "yes" : "no"))),
      row("`scale.min` above 0", ...of(({ warm }) => (warm ? "yes" : "no"))),
      row("bus", ...of(({ bus }) => `\`${bus}\``)),
    ]),
  );
});
