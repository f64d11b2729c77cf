import * as fs from "node:fs";
import { Pool } from "pg";
import type { Context } from "../../../components/events/runtime/handler";
import { Publisher, type Cause } from "../../../components/events/runtime/publish";
import { testContext } from "../../../components/events/runtime/testing";
import { transaction } from "../../../components/events/runtime/transaction";
import { startPostgres, urlOf } from "../../support/postgres";

/** A database with the tables of a ledger, on a server of its own. */
export interface EventsDatabase {
  readonly pool: Pool;
  /** What `needs.database` gives a function in a process of its own. */
  readonly url: string;
  /** What a function with this database gets; what it publishes are events of the type `order.placed`. */
  readonly context: (name: string, cause?: Cause) => Context;
  readonly close: () => Promise<void>;
}

export async function eventsDatabase(): Promise<EventsDatabase> {
  const server = await startPostgres();
  const { admin, port, ca } = server;
  const pool = new Pool({ ...admin, host: "127.0.0.1", port, ssl: { ca: fs.readFileSync(ca) }, max: 20 });
  // What the server says of a connection that a test breaks while nobody uses it.
  pool.on("error", () => undefined);
  await pool.query(fs.readFileSync("components/events/ledger/tables.sql", "utf8"));
  process.env.EVENTS_TYPES = "order.placed";
  return {
    pool,
    url: urlOf(server),
    context: (name, cause) => {
      const source = `/functions/${name}`;
      const publisher = new Publisher(source, { fields: {} }, cause);
      return {
        ...testContext({ database: pool }),
        source,
        transaction: (work) => transaction(pool, publisher, work),
      };
    },
    close: async () => {
      delete process.env.EVENTS_TYPES;
      await pool.end();
      await server.stop();
    },
  };
}
