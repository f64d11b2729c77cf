import { CloudEvent } from "cloudevents";
import { Hono } from "hono";
import type { Context, Handler } from "../../runtime/handler";
import { post } from "../../runtime/post";
import { MalformedEvent, readEvents } from "../../runtime/read-events";
import { subscriptionsVariable } from "../variables";
import { contentOf, forget, isDead, keep, list } from "./letters";
import type { Subscription } from "./outbox";
import { Sweeper } from "./sweep";

/** Letters that are listed at once, when nobody says how many. */
const usual = 100;
const most = 1000;

/** A path with the id of a letter. */
const letter = "/letters/:letter{[0-9a-f-]{36}}";

const sweeper = new Sweeper(
  post,
  JSON.parse(process.env[subscriptionsVariable] ?? "[]") as readonly Subscription[],
);

const app = new Hono<{ Bindings: Context }>();

/** From the bus: events that a function did not handle, and others that say that it is time to look into the outbox. */
app.post("/", async (c) => {
  const { database, log } = c.env;
  for (const event of await readEvents(c.req.raw)) {
    if (!isDead(event)) continue;
    await keep(database(), event);
    log("kept", { type: event.type, source: event.source, id: event.id });
  }
  await sweeper.sweep(database());
  return c.body(null, 204);
});

app.get("/letters", async (c) => {
  const limit = Number(c.req.query("limit") ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    return c.json({ error: `limit is no whole number from 1 to ${most}.` }, 400);
  }
  return c.json({ letters: await list(c.env.database(), limit) });
});

app.get(letter, async (c) => {
  const content = await contentOf(c.env.database(), c.req.param("letter"));
  return content ? c.json(content) : c.json(unknown, 404);
});

/** Back to the bus, and so to all functions that it is for: who had its effect already does nothing. */
app.post(`${letter}/replay`, async (c) => {
  const id = c.req.param("letter");
  const content = await contentOf(c.env.database(), id);
  if (!content) return c.json(unknown, 404);
  const problem = await posted(content);
  if (problem !== undefined) return c.json({ error: problem }, 503);
  // First there, then away: should this end in between, it is there twice rather than not at all.
  await forget(c.env.database(), id);
  c.env.log("replayed", { letter: id });
  return c.body(null, 204);
});

app.delete(letter, async (c) => {
  const id = c.req.param("letter");
  const there = await forget(c.env.database(), id);
  if (there) c.env.log("deleted", { letter: id });
  return there ? c.body(null, 204) : c.json(unknown, 404);
});

app.onError((error, c) => {
  if (error instanceof MalformedEvent) return c.json({ error: `This is no event: ${error.message}.` }, 400);
  throw error;
});

/** @returns why the bus does not have it; undefined where it does */
async function posted(content: object): Promise<string | undefined> {
  try {
    await post(new CloudEvent(content));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const unknown = { error: "There is no such dead letter." };

/** Publishes the outbox of an application's database, and keeps the events that functions did not handle. */
const ledger: Handler = (request, context) => app.fetch(request, context);

export default ledger;
