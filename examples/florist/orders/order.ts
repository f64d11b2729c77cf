import type { Context } from "../../../components/events/runtime/handler";
import type { OrderPlaced } from "../events";

/** An order, and what has become of it. */
export interface Order {
  readonly order: string;
  readonly shop: string;
  readonly placedAt: Date;
  /** Null until somebody will deliver it. */
  readonly driver: string | null;
  /** What the customer was told. */
  readonly messages: readonly string[];
}

/** Keeps an order, and has the others know of it. @returns whether it is new */
export function place({ transaction }: Context, order: string, florist: string): Promise<boolean> {
  return transaction(async ({ query, publish }) => {
    const { rowCount } = await query(
      "INSERT INTO orders (id, shop, taken_by) VALUES ($1, 'main', $2) ON CONFLICT DO NOTHING",
      [order, florist],
    );
    if (rowCount === 0) return false;
    const data: OrderPlaced = { order };
    await publish({ type: "order.placed", subject: order, key: order, data });
    return true;
  });
}

/** @returns undefined when there is none */
export async function orderOf({ database }: Context, order: string): Promise<Order | undefined> {
  const { rows } = await database().query<Order>(
    `SELECT o.id AS "order", o.shop, o.placed_at AS "placedAt", d.driver,
       ARRAY(SELECT m.text FROM messages m WHERE m.order_id = o.id ORDER BY m.id) AS messages
     FROM orders o LEFT JOIN deliveries d ON d.order_id = o.id WHERE o.id = $1`,
    [order],
  );
  return rows[0];
}
