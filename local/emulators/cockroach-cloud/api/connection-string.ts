import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import { sqlHost } from "./cluster-view";
import { readyCluster } from "./cluster-of";
import { queryOf } from "./requests";

const query = z.object({
  database: z.string().default("defaultdb"),
  sql_user: z.string().optional(),
  os: z.enum(["MAC", "LINUX", "WINDOWS"]).optional(),
});

/** How a cluster is connected to: the same on this machine and in pods of the platform. */
export const connectionString = (cloud: Cloud): Hono =>
  new Hono().get("/", (c) => {
    const cluster = readyCluster(cloud, c);
    const { database, sql_user } = queryOf(c, query);
    const Host = sqlHost(cluster);
    const Port = String(cloud.sqlPort);
    const user = sql_user ? `${encodeURIComponent(sql_user)}@` : "";
    return c.json({
      connection_string: `postgresql://${user}${Host}:${Port}/${encodeURIComponent(database)}?sslmode=verify-full`,
      params: { Host, Port, Database: database, Username: sql_user },
    });
  });
