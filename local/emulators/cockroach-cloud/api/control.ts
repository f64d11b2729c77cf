import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import { faultSchema } from "../faults";
import { makeKey } from "../keys";
import { readyCluster } from "./cluster-of";
import { ApiError } from "./errors";
import { authenticate } from "./guard";
import { bodyOf } from "./requests";

const keyRequest = z.object({ name: z.string().default("test"), expires_in_seconds: z.number().optional() });
const useRequest = z.object({ request_units: z.number().int().min(0) });

/** Calls that only the emulator has, under /emulator. */
export function control(cloud: Cloud): Hono {
  return new Hono()
    .get("/", (c) => c.json({ emulated: true, service: "CockroachDB Cloud", sql_port: cloud.sqlPort }))
    .get("/ca", (c) => c.text(cloud.ca, 200, { "Content-Type": "application/x-pem-file" }))
    .use(async (c, next) => {
      authenticate(cloud, c);
      await next();
    })
    .get("/faults", (c) => c.json({ faults: cloud.faults.list() }))
    .post("/faults", async (c) => {
      cloud.faults.add(await bodyOf(c, faultSchema));
      return c.json({ faults: cloud.faults.list() });
    })
    .delete("/faults", (c) => {
      cloud.faults.clear();
      return c.json({});
    })
    .post("/keys", async (c) => {
      const { name, expires_in_seconds: seconds } = await bodyOf(c, keyRequest);
      const expiry = seconds === undefined ? undefined : new Date(Date.now() + seconds * 1000);
      return c.json(await makeKey(cloud.store, name, expiry));
    })
    .delete("/keys/:id", async (c) => {
      const id = c.req.param("id");
      const { keys } = cloud.store.state;
      if (!keys.some((key) => key.id === id)) throw new ApiError("not found", `key '${id}' not found`);
      await cloud.store.change((state) => (state.keys = state.keys.filter((key) => key.id !== id)));
      return c.json({});
    })
    .patch("/clusters/:id", async (c) => {
      const cluster = readyCluster(cloud, c);
      const { request_units } = await bodyOf(c, useRequest);
      await cloud.store.change(() => (cluster.requestUnits = request_units));
      cloud.recheck();
      return c.json({ request_units });
    });
}
