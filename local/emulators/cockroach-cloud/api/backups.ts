import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import type { BackupConfiguration } from "../model";
import { readyCluster } from "./cluster-of";
import { invalid } from "./errors";
import { bodyOf } from "./requests";

/** What a Basic cluster has, and cannot change. */
export const defaultBackups: BackupConfiguration = {
  enabled: true,
  retention_days: 30,
  frequency_minutes: 1440,
};

const allowed = { retention_days: [2, 7, 30, 90, 365], frequency_minutes: [5, 10, 15, 30, 60, 240, 1440] };

const request = z.object({
  enabled: z.boolean().optional(),
  retention_days: z.number().int().optional(),
  frequency_minutes: z.number().int().optional(),
});

/** The calls about the backups of a cluster. None is made: only their configuration is emulated. */
export const backups = (cloud: Cloud): Hono =>
  new Hono()
    .get("/", (c) => c.json(readyCluster(cloud, c).backups))
    .patch("/", async (c) => {
      const cluster = readyCluster(cloud, c);
      const wanted = await bodyOf(c, request);
      if (cluster.plan === "BASIC")
        throw invalid("backup configuration cannot be changed for BASIC clusters");
      for (const name of ["retention_days", "frequency_minutes"] as const) {
        const value = wanted[name];
        if (value !== undefined && !allowed[name].includes(value)) {
          throw invalid(`${name} must be one of [${allowed[name].join(", ")}]`);
        }
      }
      const { retention_days: retention = cluster.backups.retention_days } = wanted;
      const isNew = retention !== cluster.backups.retention_days;
      if (isNew && cluster.retentionIsSet) {
        throw invalid("retention_days can only be set once; open a support ticket to change it");
      }
      await cloud.store.change(() => {
        cluster.backups = { ...cluster.backups, ...wanted };
        cluster.retentionIsSet ||= isNew;
      });
      return c.json(cluster.backups);
    });
