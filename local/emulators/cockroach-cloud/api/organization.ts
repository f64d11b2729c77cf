import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import { regions } from "../regions";
import { majorVersion } from "./cluster-view";
import { pageOf } from "./pages";
import { queryOf } from "./requests";

const regionQuery = z.object({
  provider: z.enum(["GCP", "AWS", "AZURE"]).optional(),
  serverless: z.enum(["true", "false"]).optional(),
});

/** The calls about what is the same for all clusters. */
export const organization = (cloud: Cloud): Hono =>
  new Hono()
    .get("/organization", (c) => c.json(cloud.store.state.organization))
    .get("/cluster-versions", (c) => {
      const version = {
        version: majorVersion,
        support_status: "SUPPORTED",
        support_end: "2027-01-01T00:00:00Z",
        release_type: "REGULAR",
        allowed_upgrades: [],
      };
      return c.json({ versions: [version], pagination: {} });
    })
    .get("/clusters/available-regions", (c) => {
      const { provider, serverless } = queryOf(c, regionQuery);
      const all = (["AWS", "GCP"] as const)
        .filter((each) => serverless !== "false" && (provider === undefined || provider === each))
        .flatMap((each) =>
          Object.entries(regions[each]).map(([name, location]) => ({
            name,
            location,
            provider: each,
            serverless: true,
            distance: 0,
          })),
        );
      const page = pageOf(c, all, (region) => `${region.provider} ${region.name}`);
      return c.json({ regions: page.items, pagination: page.pagination });
    });
