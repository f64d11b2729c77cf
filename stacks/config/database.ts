import { z } from "zod";
import { nameForm } from "../../components/cockroach/sql/names";
import { cidr, size, text, wholeNumber } from "./fields";

const rotation = z
  .record(text("the name of an application's database", nameForm), wholeNumber(0, 1_000_000))
  .meta({ title: "a mapping from names of databases to numbers" })
  .describe("How often the run-time password of a database was rotated; `cake rotate database` raises it.");

const postgres = z
  .strictObject({
    kind: z.literal("postgres"),
    storage: size()
      .optional()
      .describe("Size of the volume. It can grow later where the storage class allows it."),
    memory: size().optional().describe("Memory of the server."),
    rotation: rotation.optional(),
  })
  .describe("PostgreSQL in the cluster, on a volume, with TLS.");

const existing = z
  .strictObject({
    kind: z.literal("existing"),
    private: z
      .strictObject({
        engine: z.enum(["postgres", "cockroach"]).describe("What it is."),
        connections: wholeNumber(1, 100_000)
          .optional()
          .describe("Connections of it that all applications may take. Default: 50."),
      })
      .meta({ title: "a mapping with the keys engine, connections" })
      .optional()
      .describe(
        "Only the cluster reaches it, so that it is looked at by a Job there, and what it is stands here. Default: it is looked at from where the program runs.",
      ),
    rotation: rotation.optional(),
  })
  .describe("A PostgreSQL or CockroachDB that exists. Its address is the secret cake:databaseUrl.");

const region = text("a region of the cloud, such as us-east1", /^[a-z][a-z0-9-]{2,30}$/);

/** At least one, which a type can say and the inferred one does not. */
type Regions = readonly [primary: string, ...others: string[]];

const regions = z
  .array(region)
  .min(1)
  .meta({ title: "a list of regions of the cloud, the primary one first" }) as unknown as z.ZodType<
  Regions,
  Regions
>;

const cockroach = z
  .strictObject({
    kind: z.literal("cockroach"),
    name: text("6 to 20 lower-case letters, digits and inner dashes", /^[a-z0-9][a-z0-9-]{4,18}[a-z0-9]$/)
      .optional()
      .describe("Name of the cluster in CockroachDB Cloud, for ever. Default: cake- and the stack's name."),
    plan: z
      .enum(["basic", "standard"])
      .optional()
      .describe("Default: basic, which is free to start and scales to zero."),
    cloud: z.enum(["GCP", "AWS", "AZURE"]).describe("Where it runs. It cannot change later."),
    regions: regions.describe(
      "Where its data lies; the first one is the primary region. Regions can be added, never removed, on basic.",
    ),
    requestUnits: wholeNumber(1_000_000, 1_000_000_000_000)
      .optional()
      .describe(
        "Request units a month at most, on basic: the cluster is disabled when they are used up. Default: 50 million, the free ones.",
      ),
    storage: size().optional().describe("Storage at most, on basic. Default: 10 GB, the free ones."),
    vcpus: wholeNumber(2, 200).optional().describe("Provisioned processors, on standard. Default: 2."),
    deleteProtection: z
      .enum(["on", "off"])
      .optional()
      .describe("Whether deleting it is refused. Default: on in prod, off elsewhere."),
    allow: z
      .array(cidr())
      .meta({ title: "a list of addresses in CIDR form" })
      .optional()
      .describe("Addresses that may connect besides the cluster's egressCidrs. Default: none."),
    folder: text("the id of a folder")
      .optional()
      .describe("Folder of CockroachDB Cloud. Default: the organization's root."),
    rotation: rotation.optional(),
  })
  .describe("CockroachDB Cloud. It takes the API key from COCKROACH_API_KEY.");

export const database = z
  .discriminatedUnion("kind", [postgres, cockroach, existing])
  .meta({ title: "a mapping with a kind: postgres, cockroach or existing" })
  .describe("The SQL database of the platform. Default: postgres in dev and preview; prod must choose.");
