import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Report } from "../../../toolchain/tool";
import type { Cloud } from "../cloud";
import { allowlist } from "./allowlist";
import { backups } from "./backups";
import { clusters } from "./clusters";
import { connectionString } from "./connection-string";
import { control } from "./control";
import { databases } from "./databases";
import { ApiError, fromPostgres } from "./errors";
import { folders } from "./folders";
import { guard } from "./guard";
import { organization } from "./organization";
import { sqlUsers } from "./sql-users";
import { maintenanceWindow, versionDeferral } from "./upgrades";

/** The HTTP side of the emulator: the calls of the API that the official Terraform provider makes, and its own. */
export function app(cloud: Cloud, report: Report): Hono<{ Bindings: HttpBindings }> {
  const cluster = "/api/v1/clusters/:id";
  return new Hono<{ Bindings: HttpBindings }>()
    .onError((error, c) => {
      const known = error instanceof ApiError ? error : fromPostgres(error);
      if (!known) report(`${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`);
      const { body, headers, status } = known ?? new ApiError("internal", `emulator: ${error.message}`);
      return c.json(body, status, headers);
    })
    .notFound((c) => {
      const { body, status } = new ApiError("unimplemented", `not emulated: ${c.req.method} ${c.req.path}`);
      return c.json(body, status);
    })
    .route("/emulator", control(cloud))
    .use("/api/*", guard(cloud))
    .route("/api/v1", organization(cloud))
    .route("/api/v1/clusters", clusters(cloud))
    .route("/api/v1/folders", folders(cloud))
    .route(`${cluster}/backups-config`, backups(cloud))
    .route(`${cluster}/sql-users`, sqlUsers(cloud))
    .route(`${cluster}/databases`, databases(cloud))
    .route(`${cluster}/networking/allowlist`, allowlist(cloud))
    .route(`${cluster}/connection-string`, connectionString(cloud))
    .route(`${cluster}/maintenance-window`, maintenanceWindow(cloud))
    .route(`${cluster}/version-deferral`, versionDeferral(cloud));
}
