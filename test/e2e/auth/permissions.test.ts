import * as fs from "node:fs/promises";
import * as path from "node:path";
import { v1 } from "@authzed/authzed-node";
import * as fc from "fast-check";
import { Permissions } from "../../../components/auth/runtime/permissions";
import { agreement } from "../../support/permissions/comparison";
import { both, but, either, onAny, type Model, type Rule } from "../../support/permissions/model";
import { office } from "../../support/permissions/office";
import { outlineInForce, outlineOf } from "../../support/permissions/outline";
import { shop } from "../../support/permissions/shop";
import { worlds, type Population, type WorldSize } from "../../support/permissions/worlds";
import { seedOf } from "../../support/seed";
import { startSpiceDb, type SpiceDbServer } from "../../support/spicedb";

/*
 * What a SpiceDB answers, compared with sets of users that are made without it: by the platform's own schema, and by one
 * with all that a permission can be made of. 10,000 random cases of each.
 */

/** Building SpiceDB, where nothing is cached, takes ten minutes. */
jest.setTimeout(30 * 60_000);

const root = path.resolve(__dirname, "../../..");
const seed = seedOf("relationships and questions");

/** Every question is asked twice in its world. */
const [numRuns, questions] = [500, 10];
const cases = 2 * numRuns * questions;

const users = ["ada", "ben", "cleo", "dan"];

/** A schema in a file, and what it means. */
interface Schema {
  readonly name: string;
  readonly file: string;
  readonly model: Model;
  readonly population: Population;
  readonly size: WorldSize;
  /** Permissions that nobody ever has. */
  readonly never: readonly string[];
  /** Permissions that depend on conditions. */
  readonly conditional: readonly string[];
  /** What one permission of it could be mistaken to mean, and what that shows in. */
  readonly mistake: {
    readonly of: string;
    readonly permission: string;
    readonly rule: Rule;
    readonly shows: RegExp;
  };
}

const platform: Schema = {
  name: "the platform's schema",
  file: "examples/florist/permissions.zed",
  model: shop,
  population: { user: users, shop: ["1", "2"], order: ["1", "2", "3"] },
  size: { relationships: 40, questions },
  never: [],
  conditional: [],
  mistake: {
    of: "order",
    permission: "deliver",
    rule: either("driver", onAny("shop", "deliver")),
    shows: /^order:\d#deliver@user:\w+: SpiceDB says no, sets say yes, by .*order:\d#(driver|shop)@/m,
  },
};

const everything: Schema = {
  name: "a schema with every operator",
  file: "test/support/permissions/office.zed",
  model: office,
  population: { user: users, team: ["1", "2", "3"], folder: ["1", "2", "3", "4"], document: ["1", "2", "3"] },
  size: { relationships: 150, questions },
  never: ["folder#destroy"],
  conditional: [
    "folder#own",
    "folder#view",
    "document#edit",
    "document#view",
    "document#read",
    "document#approve",
    "document#comment",
  ],
  // As if & were to bind more tightly than +, which it does nearly everywhere else.
  mistake: {
    of: "document",
    permission: "edit",
    rule: but(either("author", both("editor", onAny("folder", "view"))), "blocked"),
    shows:
      /^document:(\d)#(edit|view)@user:(\w+): SpiceDB says no, sets say yes, by .*document:\1#author@user:\3/m,
  },
};

/** The model with the mistake in it. */
function mistaken({ model, mistake: { of, permission, rule } }: Schema): Model {
  const { relations, permissions } = model[of]!;
  return { ...model, [of]: { relations, permissions: { ...permissions, [permission]: rule } } };
}

const permissionsOf = (model: Model): string[] =>
  Object.entries(model).flatMap(([type, { permissions }]) =>
    Object.keys(permissions).map((name) => `${type}#${name}`),
  );

describe.each([platform, everything])("$name", (schema) => {
  const { model, population, size } = schema;
  let server: SpiceDbServer;
  let permissions: Permissions;

  beforeAll(async () => {
    server = await startSpiceDb();
    permissions = new Permissions(server, 30_000);
    const text = await fs.readFile(path.join(root, schema.file), "utf8");
    await permissions.client.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: text }));
  });

  afterAll(async () => {
    permissions?.close();
    await server?.stop();
  });

  const agreementWith = (meaning: Model) =>
    agreement({ permissions, model: meaning, users, worlds: worlds(model, population, size) });

  test("every relation and every permission in it is meant, and there is no other one", async () => {
    expect(await outlineInForce(permissions)).toEqual(outlineOf(model));
  });

  test(`${cases} random questions are answered as sets answer them`, async () => {
    const { property, tally } = agreementWith(model);
    await fc.assert(property, { seed, numRuns, includeErrorInReport: true });
    console.table(Object.fromEntries(tally));
    const counts = [...tally.values()];
    expect(counts.reduce((sum, { had, not, open }) => sum + had + not + open, 0)).toBe(cases);
    // One that was had by everybody or by nobody would not have been tried.
    const where = (answer: "had" | "not" | "open") =>
      permissionsOf(model).filter((name) => tally.get(name)?.[answer]);
    expect(where("not")).toEqual(permissionsOf(model));
    expect(where("had")).toEqual(permissionsOf(model).filter((name) => !schema.never.includes(name)));
    expect(where("open")).toEqual(schema.conditional);
  });

  test("one permission that means something else shows, by the relationships that matter", async () => {
    const { property } = agreementWith(mistaken(schema));
    const { failed, errorInstance, counterexample } = await fc.check(property, { seed, numRuns });
    expect(failed).toBe(true);
    expect((errorInstance as Error).message).toMatch(schema.mistake.shows);
    expect(counterexample?.[0].relationships.length).toBeLessThanOrEqual(4);
  });
});
