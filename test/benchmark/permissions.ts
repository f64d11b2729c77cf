import * as fs from "node:fs/promises";
import * as path from "node:path";
import { v1 } from "@authzed/authzed-node";
import { Permissions } from "../../components/auth/runtime/permissions";
import { serverSettings } from "../../components/cockroach/postgres/settings";
import { Settlement } from "../support/permissions/settlement";
import { startPostgres } from "../support/postgres";
import { startSpiceDb, type SpiceDbServer } from "../support/spicedb";
import { atRate } from "./open-loop";
import { questionsFrom, relationships } from "./orders";
import { usageOf } from "./processes";
import { milliseconds, type Report } from "./report";
import { percentile } from "./statistics";

/** Questions a second. */
const rate = 200;
/** In seconds; SpiceDB answers by what was there up to 5.5 seconds ago. */
const [warmUp, turn] = [10, 30];
const turns = 2;

const town = "town";
const schema = path.join(__dirname, "../../examples/florist/permissions.zed");

/** Somebody who asks a SpiceDB for the permissions of the platform's schema. */
interface Asker {
  readonly server: SpiceDbServer;
  readonly permissions: Permissions;
  readonly settlement: Settlement;
}

/**
 * How soon SpiceDB says who may do what, on PostgreSQL as it is deployed, and in memory, in turns. In memory it reads
 * through all relationships of one relation for each question: that is quick with few of them only.
 */
export async function measurePermissions(report: Report): Promise<void> {
  const database = await startPostgres({ ...asDeployed(), fsync: "on" });
  const askers: Asker[] = [];
  try {
    const postgres = await ready(askers, await startSpiceDb(database));
    const memory = await ready(askers, await startSpiceDb());
    let asked = 0;
    for (const fresh of [false, true]) {
      const answers = { postgres: nothing, memory: nothing };
      for (const asker of askers) await ask(asker, asked, warmUp, fresh);
      asked += rate * warmUp;
      while (answers.memory.times.length < turns * turn * rate) {
        answers.postgres = sum(answers.postgres, await ask(postgres, asked, turn, fresh));
        answers.memory = sum(answers.memory, await ask(memory, asked, turn, fresh));
        asked += rate * turn;
      }
      tell(report, fresh, answers);
    }
  } finally {
    for (const { server, permissions } of askers) {
      permissions.close();
      await server.stop();
    }
    await database.stop();
  }
}

/** What the component gives a PostgreSQL of a dev stack with permissions, of what has to do with speed. */
function asDeployed(): Record<string, string> {
  const names = ["max_connections", "shared_buffers", "effective_cache_size", "max_wal_size", "min_wal_size"];
  const lines = serverSettings({ memory: "512 MB", storage: "1 GB" }).matchAll(/^(\w+) = '?(.*?)'?$/gm);
  return Object.fromEntries(
    [...lines].flatMap(([, name = "", value = ""]) => (names.includes(name) ? [[name, value]] : [])),
  );
}

/** Puts the schema in force and the shops in place. */
async function ready(askers: Asker[], server: SpiceDbServer): Promise<Asker> {
  const permissions = new Permissions(server);
  const asker = { server, permissions, settlement: new Settlement(permissions, town) };
  askers.push(asker);
  const patient = new Permissions(server, 60_000);
  const text = await fs.readFile(schema, "utf8");
  await patient.client.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: text }));
  await new Settlement(patient, town).write(relationships);
  patient.close();
  return asker;
}

/** What came of some questions. */
interface Answers {
  /** In milliseconds; infinite where there was none, or a wrong one. */
  readonly times: readonly number[];
  /** Processor time of everybody who had to do with it, in milliseconds. */
  readonly processor: number;
}

const nothing: Answers = { times: [], processor: 0 };

const sum = (some: Answers, more: Answers): Answers => ({
  times: [...some.times, ...more.times],
  processor: some.processor + more.processor,
});

/** @param first how many questions were asked before: what was answered a moment ago is remembered */
async function ask({ settlement }: Asker, first: number, seconds: number, fresh: boolean): Promise<Answers> {
  const questions = questionsFrom(first, rate * seconds);
  const processor = () => usageOf(process.pid).processor;
  const before = processor();
  const times = await atRate(
    rate,
    questions,
    async ({ question, expected }) => (await settlement.has(question, fresh)) === expected,
  );
  return { times, processor: processor() - before };
}

function tell(
  report: Report,
  fresh: boolean,
  { postgres, memory }: { readonly postgres: Answers; readonly memory: Answers },
): void {
  const what = `${rate} checks a second for ${turns * turn} s${fresh ? ", `fresh`" : ""}`;
  const [slow, quick] = [postgres, memory].map(({ times }) =>
    [0.5, 0.95, 0.99].map((share) => percentile(times, share)),
  ) as [number[], number[]];
  const shown = (values: readonly number[]) => `${values.map((one) => one.toFixed(1)).join(", ")} ms`;
  report.add(`${what}, on PostgreSQL: p50, p95, p99`, shown(slow), "p95 10 ms or less");
  report.add(`${what}, in memory, in turn with it: p50, p95, p99`, shown(quick));
  const ratios = slow.map((one, index) => (one / quick[index]!).toFixed(2));
  report.add(`${what}: ratios of the two`, ratios.join(", "));
  const [failed, others] = [postgres, memory].map(
    ({ times }) => times.filter((one) => one === Infinity).length,
  );
  report.add(
    `${what}: failed or wrong, of ${postgres.times.length} each`,
    `${failed} and ${others}`,
    "0 and 0",
  );
  const each = [postgres, memory].map(({ times, processor }) => processor / times.length);
  report.add(
    `${what}: processor time of one, of all processes together`,
    each.map(milliseconds).join(" and "),
  );
}
