import type { EventHandler } from "../../../components/events/runtime/handler";
import { once } from "../../../components/events/runtime/once";

/** Tells each driver in the morning what is to be delivered. */
const morning: EventHandler = async (event, context) => {
  const outcome = await once(context, event, (transaction) =>
    transaction.query(
      `INSERT INTO messages (driver, text)
       SELECT driver, 'Today: ' || count(*) || ' deliveries.' FROM deliveries
       WHERE assigned_at > now() - interval '1 day' GROUP BY driver`,
    ),
  );
  if (outcome.first) context.log("told the drivers", { drivers: outcome.result.rowCount });
};

export default morning;
