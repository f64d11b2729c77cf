import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import { readyCluster } from "./cluster-of";
import { ApiError, invalid } from "./errors";
import { bodyOf } from "./requests";

const window = z.object({ offset_duration: z.string(), window_duration: z.string() });
const policies = [
  "NOT_DEFERRED",
  "DEFERRAL_30_DAYS",
  "DEFERRAL_60_DAYS",
  "DEFERRAL_90_DAYS",
  "FIXED_DEFERRAL",
] as const;
const deferral = z.object({ deferral_policy: z.enum(policies) });

/** The calls about when clusters are maintained: of the plan Advanced only, which is not emulated. */
export const maintenanceWindow = (cloud: Cloud): Hono =>
  new Hono()
    .get("/", (c) => {
      readyCluster(cloud, c);
      throw new ApiError("not found", "no maintenance window is set for the cluster");
    })
    .put("/", async (c) => {
      readyCluster(cloud, c);
      await bodyOf(c, window);
      throw invalid("maintenance windows are supported for advanced clusters only");
    })
    .delete("/", (c) => {
      readyCluster(cloud, c);
      throw new ApiError("not found", "no maintenance window is set for the cluster");
    });

/** The calls about when clusters are upgraded to new patches. None ever comes here. */
export const versionDeferral = (cloud: Cloud): Hono =>
  new Hono()
    .get("/", (c) => c.json({ deferral_policy: readyCluster(cloud, c).deferral_policy }))
    .put("/", async (c) => {
      const cluster = readyCluster(cloud, c);
      const { deferral_policy } = await bodyOf(c, deferral);
      if (cluster.plan === "BASIC" && deferral_policy !== "NOT_DEFERRED") {
        throw invalid("version deferral is not supported for BASIC clusters");
      }
      await cloud.store.change(() => (cluster.deferral_policy = deferral_policy));
      return c.json({ deferral_policy });
    });
