import { RejectedEvent, type EventHandler } from "../../../components/events/runtime/handler";
import { once } from "../../../components/events/runtime/once";
import type { DriverAssigned, OrderPlaced } from "../events";

/** Gives an order to the driver with the fewest deliveries. */
const assign: EventHandler<OrderPlaced> = async (event, context) => {
  const { order } = event.data ?? {};
  if (typeof order !== "string") throw new RejectedEvent("the event names no order");
  await once(context, event, async (transaction) => {
    const { rows } = await transaction.query<{ driver: string }>(
      `INSERT INTO deliveries (order_id, driver)
       SELECT o.id, (SELECT d.name FROM drivers d LEFT JOIN deliveries e ON e.driver = d.name
                     GROUP BY d.name ORDER BY count(e.order_id), d.name LIMIT 1)
       FROM orders o WHERE o.id = $1
       RETURNING driver`,
      [order],
    );
    const driver = rows[0]?.driver;
    if (driver === undefined) throw new RejectedEvent(`there is no order ${order}`);
    const data: DriverAssigned = { order, driver };
    await transaction.publish({ type: "driver.assigned", subject: order, key: order, data });
    context.log("assigned", { order, driver });
  });
};

export default assign;
