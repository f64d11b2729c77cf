import {
  RejectedEvent,
  type EventHandler,
  type NewEvent,
} from "../../../../components/events/runtime/handler";
import { once } from "../../../../components/events/runtime/once";

/** What the contract asks of a function that takes events: a type for each question. */
const answers: Readonly<Record<string, EventHandler>> = {
  told: ({ data, ...attributes }, { log }) =>
    log("told", {
      attributes,
      data: data instanceof Uint8Array ? { bytes: Buffer.from(data).toString("base64") } : data,
    }),
  fails: () => Promise.reject(new Error("a secret of the inside")),
  /** The first time only; a process remembers. */
  "fails.once": ({ id }, { log }) => {
    if (!failed.has(id)) {
      failed.add(id);
      throw new Error("not yet");
    }
    log("succeeded", { id });
  },
  rejected: () => {
    throw new RejectedEvent("there is no order 7");
  },
  publishes: async (_, { publish }) => {
    await publish({ type: "driver.missing" });
    return [
      { type: "driver.assigned", subject: "order/7", data: { driver: "Eva" } },
      { type: "driver.assigned" },
    ];
  },
  "publishes.one": () => ({ type: "driver.assigned" }),
  "publishes.other": (): NewEvent => ({ type: "order.lost" }),
  counted: async (event, context) => {
    const { first } = await once(context, event, (transaction) =>
      transaction.query("INSERT INTO effects VALUES ($1)", [event.id]),
    );
    context.log("counted", { first });
  },
  "counted.late": async (event, context) => {
    await answers.counted!(event, context);
    throw new Error("after the effect");
  },
  waits: async (_, { signal, log }) => {
    log("waits");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    log("learned that nobody waits");
    return new Promise<never>(() => undefined);
  },
};

const failed = new Set<string>();

const handler: EventHandler = (event, context) => {
  const answer = answers[event.type];
  if (!answer) throw new RejectedEvent(`nobody asks for ${event.type}`);
  return answer(event, context);
};

export default handler;
