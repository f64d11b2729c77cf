import type { Pool, PoolClient } from "pg";
import type { Transaction } from "./handler";
import { wakeOutbox, write } from "./outbox";
import type { Publisher } from "./publish";

/** Two transactions met, and one of them has to begin again: as the SQL standard, and as PostgreSQL says it. */
const met = ["40001", "40P01"];
/** How often a transaction begins. */
const attempts = 5;

/** Does work in one transaction: see `Context`. */
export async function transaction<Result>(
  pool: Pool,
  publisher: Publisher,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await publisher.repeatable(() => attempted(pool, publisher, work));
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (attempt === attempts || code === undefined || !met.includes(code)) throw error;
    }
  }
}

async function attempted<Result>(
  pool: Pool,
  publisher: Publisher,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const breaks = (error: Error) => (broken = error);
  // Without it, a connection that breaks between two statements would end the whole program.
  client.on("error", breaks);
  try {
    await client.query("BEGIN");
    const { transaction, written } = recorded(client, publisher);
    const result = await work(transaction);
    await client.query("COMMIT");
    if (written()) wakeOutbox();
    return result;
  } catch (error) {
    // A connection that cannot even undo is of no more use.
    await client.query("ROLLBACK").catch(breaks);
    throw error;
  } finally {
    client.off("error", breaks);
    client.release(broken);
  }
}

/** A transaction that knows whether it has events. */
function recorded(client: PoolClient, publisher: Publisher) {
  let some = false;
  const transaction: Transaction = {
    query: client.query.bind<PoolClient["query"]>(client),
    publish: async ({ key, ...event }) => {
      await write(client, publisher.make(event), key);
      some = true;
    },
  };
  return { transaction, written: () => some };
}
