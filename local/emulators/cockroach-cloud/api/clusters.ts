import { randomBytes, randomUUID } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import { newRoutingId } from "../hosts";
import type { Cluster, Plan, UsageLimits } from "../model";
import { storageOf } from "../postgres/databases";
import { defaultBackups } from "./backups";
import { anyCluster, changeableCluster } from "./cluster-of";
import {
  checkLabels,
  checkName,
  checkShape,
  checkUse,
  createRequest,
  planOf,
  updateRequest,
  type Shape,
} from "./cluster-rules";
import { majorVersion, showCluster } from "./cluster-view";
import { ApiError, invalid, noCluster } from "./errors";
import { parentOf } from "./folders";
import { pageOf } from "./pages";
import { bodyOf, queryOf } from "./requests";

/** Each has a PostgreSQL of its own here: 30 MB on disk and 20 MB of memory. */
const most = 20;

const listQuery = z.object({
  show_inactive: z.enum(["true", "false"]).optional(),
  "pagination.sort_by": z.enum(["NAME", "CREATED_AT", "DELETED_AT"]).optional(),
});

const isActive = ({ state }: Cluster): boolean => state !== "DELETED" && state !== "CREATION_FAILED";

/** The calls about clusters. */
export function clusters(cloud: Cloud): Hono {
  const { state } = cloud.store;
  const show = (cluster: Cluster) => showCluster(cluster, state.creator);
  return new Hono()
    .get("/", (c) => {
      const query = queryOf(c, listQuery);
      const shown = state.clusters.filter((each) => query.show_inactive === "true" || isActive(each));
      const page = pageOf(c, shown, sortKey(query["pagination.sort_by"] ?? "NAME"));
      return c.json({ clusters: page.items.map(show), pagination: page.pagination });
    })
    .post("/", async (c) => {
      const cluster = await newCluster(cloud, await bodyOf(c, createRequest));
      cloud.lifecycle.create(cluster);
      return c.json(show(cluster));
    })
    .get("/:id", (c) => c.json(show(anyCluster(cloud, c))))
    .patch("/:id", async (c) => {
      const cluster = changeableCluster(cloud, c);
      await update(cloud, cluster, await bodyOf(c, updateRequest));
      return c.json(show(cluster));
    })
    .delete("/:id", async (c) => {
      const cluster = anyCluster(cloud, c);
      if (cluster.state === "DELETED") throw noCluster(cluster.id);
      if (cluster.delete_protection === "ENABLED") {
        throw new ApiError("precondition", `cluster '${cluster.name}' has delete protection enabled`);
      }
      await cloud.lifecycle.delete(cluster);
      return c.json(show(cluster));
    });
}

type SortBy = "NAME" | "CREATED_AT" | "DELETED_AT";

function sortKey(by: SortBy): (cluster: Cluster) => string {
  const first = { NAME: "name", CREATED_AT: "created_at", DELETED_AT: "deleted_at" } as const;
  // Names of deleted clusters may be there again.
  return (cluster) => `${cluster[first[by]] ?? cluster.created_at} ${cluster.id}`;
}

async function newCluster(cloud: Cloud, request: z.infer<typeof createRequest>): Promise<Cluster> {
  const { name, provider, spec } = request;
  const { serverless, labels = {} } = spec;
  checkName(name);
  const wanted = planOf(spec.plan, spec.dedicated);
  if (!serverless) throw invalid("one of serverless or dedicated must be specified");
  const limits = serverless.usage_limits ?? {};
  const plan: Plan = wanted ?? (limits.provisioned_virtual_cpus ? "STANDARD" : "BASIC");
  const shape: Shape = {
    provider,
    plan,
    regions: serverless.regions ?? [],
    primary: serverless.primary_region || undefined,
    upgradeType: serverless.upgrade_type ?? "AUTOMATIC",
    limits,
  };
  checkShape(shape);
  checkLabels(labels);
  const parent_id = parentOf(cloud, spec.parent_id);
  const now = new Date().toISOString();
  const everyone = { cidr_ip: "0.0.0.0", cidr_mask: 0, sql: true, ui: true };
  const cluster: Cluster = {
    id: randomUUID(),
    name,
    cloud_provider: provider,
    routing_id: newRoutingId(name),
    created_at: now,
    updated_at: now,
    state: "CREATING",
    ...stored(shape),
    parent_id,
    labels,
    delete_protection: spec.delete_protection ?? "DISABLED",
    allowlist: serverless.with_empty_ip_allowlist ? [] : [everyone],
    backups: defaultBackups,
    retentionIsSet: false,
    deferral_policy: "NOT_DEFERRED",
    requestUnits: 0,
    password: randomBytes(24).toString("base64url"),
    isDoomed: cloud.faults.meetCreation(),
  };
  await cloud.store.change((state) => {
    const active = state.clusters.filter(isActive);
    if (active.some((other) => other.name === name)) {
      throw new ApiError("exists", `a cluster named '${name}' already exists`);
    }
    if (active.length >= most)
      throw new ApiError("precondition", `${most} clusters are all that is emulated`);
    state.clusters = [...state.clusters, cluster];
  });
  return cluster;
}

function stored({ plan, regions, primary, upgradeType, limits }: Shape) {
  return {
    plan,
    regions,
    primary_region: regions.length > 1 ? primary : undefined,
    upgrade_type: upgradeType,
    usage_limits: isEmpty(limits) ? undefined : limits,
  };
}

const isEmpty = (limits: UsageLimits): boolean => Object.values(limits).every((value) => value === undefined);

async function update(cloud: Cloud, cluster: Cluster, request: z.infer<typeof updateRequest>): Promise<void> {
  const { serverless = {} } = request;
  const shape: Shape = {
    provider: cluster.cloud_provider,
    plan: planOf(request.plan, request.dedicated) ?? cluster.plan,
    regions: serverless.regions ?? cluster.regions,
    primary: serverless.primary_region || cluster.primary_region,
    upgradeType: serverless.upgrade_type ?? cluster.upgrade_type,
    limits: serverless.usage_limits ?? cluster.usage_limits ?? {},
  };
  checkVersion(shape, request);
  checkShape(shape);
  const removed = cluster.regions.find((region) => !shape.regions.includes(region));
  if (removed) throw invalid(`region '${removed}' cannot be removed from the cluster`);
  const storage = cluster.state === "CREATED" ? await storageOf(cloud.fleet.of(cluster)) : 0;
  checkUse(cluster, shape.limits, storage);
  if (request.labels) checkLabels(request.labels);
  const parent_id = request.parent_id === undefined ? cluster.parent_id : parentOf(cloud, request.parent_id);
  await cloud.store.change(() =>
    Object.assign(cluster, stored(shape), {
      parent_id,
      labels: request.labels ?? cluster.labels,
      delete_protection: request.delete_protection ?? cluster.delete_protection,
      updated_at: new Date().toISOString(),
    }),
  );
  cloud.recheck();
}

function checkVersion({ plan }: Shape, request: z.infer<typeof updateRequest>): void {
  const { cockroach_version: version, upgrade_status: status } = request;
  if (version === undefined && status === undefined) return;
  if (plan === "BASIC") throw invalid("cockroach_version is not supported for BASIC clusters");
  if (version !== majorVersion) throw new ApiError("unimplemented", "upgrades are not emulated");
}
