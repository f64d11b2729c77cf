import { Hono } from "hono";
import { isAnyLeft, isEmpty, publishDue } from "../function/outbox";
import { log } from "../../runtime/log";
import type { Context, Handler } from "../../runtime/handler";
import { wakeLedger } from "../../runtime/outbox";
import { post } from "../../runtime/post";
import { isShown } from "./authorization";
import { MalformedChanges, rowsOf } from "./rows";

const app = new Hono<{ Bindings: Context }>();

/**
 * What a changefeed of CockroachDB posts: rows that were written to the outbox. Whatever is answered other than 200, it posts
 * them again; so 200 says that the bus has all of them that may go out yet, and that the ledger was told of the others.
 */
app.post("/:version", async (c) => {
  if (!isShown(c.req.header("authorization"))) {
    return c.json({ error: "This is for the changefeed." }, 401, { "www-authenticate": "Bearer" });
  }
  const rows = rowsOf(await c.req.text());
  if (rows.length === 0) return c.body(null, 200);
  const pool = c.env.database();
  while ((await publishDue(pool, post, rows)) > 0);
  if (await isAnyLeft(pool, rows)) return c.json({ error: "The bus does not have all of it yet." }, 503);
  if (!(await isEmpty(pool))) await wakeLedger();
  c.env.log("published", { rows: rows.length });
  return c.body(null, 200);
});

app.onError((error, c) => {
  if (!(error instanceof MalformedChanges)) throw error;
  log("ERROR", "this is no changefeed's message", { error: error.message });
  return c.json({ error: `This is no message of a changefeed: ${error.message}.` }, 400);
});

/** Publishes what is written to an outbox as soon as CockroachDB tells of it. */
const changes: Handler = (request, context) => app.fetch(request, context);

export default changes;
