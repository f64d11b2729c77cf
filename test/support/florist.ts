import { setTimeout as after } from "node:timers/promises";

/** What the florist's database says of orders, as its administrator sees it. */
export interface FloristDatabase {
  /** Writes events of orders that name no order. */
  poison(ids: readonly string[]): Promise<void>;
  /** Waits until the outbox is empty. */
  untilHandled(): Promise<void>;
  /** Of orders whose id begins like that: rows, and orders whose customer was told. */
  effects(prefix: string): Promise<{ deliveries: number; messages: number; told: number }>;
  /** Ids of the events, in order. */
  deadLetters(): Promise<string[]>;
}

/** How often the outbox is looked at, in milliseconds. */
const pause = 500;

/** @param kubectl of the platform that the stack is on */
export function florist(kubectl: (...args: string[]) => Promise<string>): FloristDatabase {
  let password: string | undefined;
  const query = async (sql: string): Promise<string> => {
    password ??= await passwordOf(kubectl);
    const psql = [
      "env",
      `PGPASSWORD=${password}`,
      "psql",
      "-h",
      "127.0.0.1",
      "-U",
      "postgres",
      "-d",
      "florist",
    ];
    const pod = ["-n", "database", "exec", "postgres-0", "-c", "postgres", "--"];
    return (await kubectl(...pod, ...psql, "-XAtc", sql)).trim();
  };
  const event = (id: string) =>
    JSON.stringify({ specversion: "1.0", id, source: "/functions/orders", type: "order.placed", data: {} });
  return {
    poison: async (ids) => {
      const rows = ids.map((id) => `('/functions/orders', '${id}', '${event(id)}')`);
      await query(`INSERT INTO outbox_events (source, id, content) VALUES ${rows.join(", ")}`);
    },
    untilHandled: async () => {
      while ((await query("SELECT count(*) FROM outbox_events")) !== "0") await after(pause);
    },
    effects: async (prefix) => {
      const [deliveries, messages, told] = (
        await query(
          `SELECT (SELECT count(*) FROM deliveries WHERE order_id LIKE '${prefix}-%'),
                  (SELECT count(*) FROM messages WHERE order_id LIKE '${prefix}-%'),
                  (SELECT count(DISTINCT order_id) FROM messages WHERE order_id LIKE '${prefix}-%')`,
        )
      ).split("|");
      return { deliveries: Number(deliveries), messages: Number(messages), told: Number(told) };
    },
    deadLetters: async () =>
      (await query("SELECT id FROM dead_letters ORDER BY id")).split("\n").filter(Boolean),
  };
}

/** Of the server's administrator. */
async function passwordOf(kubectl: (...args: string[]) => Promise<string>): Promise<string> {
  const field = "jsonpath={.data.password}";
  const encoded = await kubectl("-n", "database", "get", "secret", "postgres-admin", "-o", field);
  return Buffer.from(encoded, "base64").toString();
}
