import { Hono } from "hono";
import { CloudEvent } from "cloudevents";
import type { Context, Handler } from "../runtime/handler";
import { post } from "../runtime/post";
import { MalformedEvent, readEvents } from "../runtime/read-events";
import { contentOf, forget, keep, list } from "./letters";

/** Letters that are listed at once, when nobody says how many. */
const usual = 100;
const most = 1000;

/** A path with the id of a letter. */
const letter = "/letters/:id{[0-9a-f-]{36}}";

const app = new Hono<{ Bindings: Context }>();

/** From the bus: events that a function did not handle. */
app.post("/", async (c) => {
  for (const event of await readEvents(c.req.raw)) {
    await keep(c.env.database(), event);
    c.env.log("kept", { type: event.type, source: event.source, id: event.id });
  }
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
  const content = await contentOf(c.env.database(), c.req.param("id"));
  return content ? c.json(content) : c.json(unknown, 404);
});

/** Back to the bus, and so to all functions that it is for: who had its effect already does nothing. */
app.post(`${letter}/replay`, async (c) => {
  const id = c.req.param("id");
  const content = await contentOf(c.env.database(), id);
  if (!content) return c.json(unknown, 404);
  // First there, then away: should this end in between, it is there twice rather than not at all.
  await post(new CloudEvent(content));
  await forget(c.env.database(), id);
  c.env.log("replayed", { id });
  return c.body(null, 204);
});

app.delete(letter, async (c) => {
  const id = c.req.param("id");
  const there = await forget(c.env.database(), id);
  if (there) c.env.log("deleted", { id });
  return there ? c.body(null, 204) : c.json(unknown, 404);
});

app.onError((error, c) => {
  if (error instanceof MalformedEvent) return c.json({ error: `This is no event: ${error.message}.` }, 400);
  throw error;
});

const unknown = { error: "There is no such dead letter." };

/** Keeps events that functions did not handle, until somebody replays or deletes them. */
const deadLetters: Handler = (request, context) => app.fetch(request, context);

export default deadLetters;
