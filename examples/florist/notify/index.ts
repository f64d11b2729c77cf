import { RejectedEvent, type EventHandler } from "../../../components/events/runtime/handler";
import { once } from "../../../components/events/runtime/once";
import type { DriverAssigned } from "../events";

/** Tells the customer of an order who brings the flowers. */
const notify: EventHandler<DriverAssigned> = async (event, context) => {
  const { order, driver } = event.data ?? {};
  if (typeof order !== "string" || typeof driver !== "string") {
    throw new RejectedEvent("the event does not say who delivers which order");
  }
  await once(context, event, (transaction) =>
    transaction.query("INSERT INTO messages (order_id, text) VALUES ($1, $2)", [
      order,
      `${driver} is on the way with your flowers.`,
    ]),
  );
  context.log("told", { order, driver });
};

export default notify;
