import type { Context } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import type { Cluster } from "../model";
import { invalid, noCluster } from "./errors";

/** The cluster that a call is about, in any state: also deleted ones can be looked at. */
export function anyCluster(cloud: Cloud, c: Context): Cluster {
  const id = c.req.param("id") ?? "";
  if (!z.uuid().safeParse(id).success) throw invalid(`cluster id '${id}' is not a valid UUID`);
  const cluster = cloud.store.state.clusters.find((each) => each.id === id);
  if (!cluster) throw noCluster(id);
  return cluster;
}

/**
 * The cluster that a call is about, to be changed. The real API does not document whether one that could not be made can
 * be: here it can, because a protected one could never be deleted else.
 */
export function changeableCluster(cloud: Cloud, c: Context): Cluster {
  const cluster = anyCluster(cloud, c);
  return cluster.state === "CREATION_FAILED" ? cluster : readyCluster(cloud, c);
}

/** The cluster that a call is about, with databases. One that is being made is not found, as on the real API. */
export function readyCluster(cloud: Cloud, c: Context): Cluster {
  const cluster = anyCluster(cloud, c);
  if (cluster.state !== "CREATED") throw noCluster(cluster.id);
  return cluster;
}
