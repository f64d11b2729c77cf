import { setTimeout as wait } from "node:timers/promises";
import type { Handler } from "../../../../components/events/runtime/handler";

/** Work of 200 ms that waits for something else, as most work does. */
const slow: Handler = async () => {
  await wait(200);
  return Response.json({ done: true });
};

export default slow;
