import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { problemsOf, readMigrations } from "../../../../components/cockroach/migrations/files";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "migrations-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const write = (file: string, sql = "SELECT 1;\n") => fs.writeFileSync(path.join(folder, file), sql);

function read(): { files?: string[]; problems: string[] } {
  const problems: string[] = [];
  return { files: readMigrations(folder, problems)?.map(({ file }) => file), problems };
}

test("migrations come in the order of their numbers, and hidden files are none", () => {
  for (const file of ["V10__last.sql", "V2__add_prices.sql", "V1__first.sql", ".DS_Store"]) write(file);
  expect(read()).toEqual({ files: ["V1__first.sql", "V2__add_prices.sql", "V10__last.sql"], problems: [] });
});

test("a moment is a number, too", () => {
  write("V20260101120000__new-year.sql");
  expect(read().problems).toEqual([]);
});

test("the files are read as they are", () => {
  write("V1__greetings.sql", "CREATE TABLE größen (a text); -- ${not a placeholder}\n");
  expect(readMigrations(folder, [])).toEqual([
    { file: "V1__greetings.sql", sql: "CREATE TABLE größen (a text); -- ${not a placeholder}\n" },
  ]);
});

test("without a folder there are none", () => {
  const problems: string[] = [];
  expect(readMigrations(undefined, problems)).toBeUndefined();
  expect(problems).toEqual([]);
});

test("a folder that is not there is a problem", () => {
  const problems: string[] = [];
  expect(readMigrations("/nowhere/migrations", problems)).toBeUndefined();
  expect(problems).toEqual([
    'migrations is "/nowhere/migrations", but /nowhere/migrations is no folder that can be read. Make it, or name another.',
  ]);
});

test("a folder without files is a problem", () => {
  expect(read().problems).toEqual([
    `migrations is "${folder}", a folder without files. Put V1__….sql there, or leave migrations out.`,
  ]);
});

test.each([
  "V1_first.sql",
  "v1__first.sql",
  "V01__first.sql",
  "V0__first.sql",
  "V1.1__first.sql",
  "V1__.sql",
  "V1__first.SQL",
  "V1__two words.sql",
  "R__view.sql",
  "README.md",
])("%s is no name of a migration", (file) => {
  write(file);
  expect(read().problems).toEqual([
    `migration ${path.join(folder, file)} has a name of another form. Allowed: V, a whole number from 1, two ` +
      "underscores, and words of letters and digits with _ or - between them, such as V2__add_prices.sql. Rename it.",
  ]);
});

test("everything that is wrong is named at once", () => {
  write("V1__first.sql");
  write("V1__other.sql");
  write("V2__empty.sql", " \n");
  write("notes.txt");
  const { problems } = read();
  expect(
    problems.map((problem) => problem.replace(`migration ${folder}/`, "").split(/[.:] (?=[A-Z])/)[0]),
  ).toEqual([
    "notes.txt has a name of another form",
    "V2__empty.sql is empty",
    "V1__other.sql has the same number as V1__first.sql",
  ]);
});

test("what no ConfigMap holds is refused", () => {
  const sql = "x".repeat(600_000);
  const migrations = ["V1__a.sql", "V2__b.sql"].map((file) => ({ file, sql }));
  expect(problemsOf("shop", migrations)).toEqual([
    'migrations in "shop" have 1200000 bytes. Allowed: up to 1000000. Load data in another way.',
  ]);
});
