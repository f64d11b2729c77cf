import * as net from "node:net";
import { Hono, type Context } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import type { AllowlistEntry, Cluster } from "../model";
import { readyCluster } from "./cluster-of";
import { ApiError, invalid } from "./errors";
import { pageOf } from "./pages";
import { bodyOf } from "./requests";

const access = { name: z.string().optional(), sql: z.boolean(), ui: z.boolean() };
const updateRequest = z.object(access);
const createRequest = z.object({ cidr_ip: z.string(), cidr_mask: z.number().int(), ...access });

/** Entries that a Basic or Standard cluster may have. */
const most = 50;

/** The calls about IP allowlists. A change is in force at once; on the real service it takes up to 30 seconds. */
export function allowlist(cloud: Cloud): Hono {
  const save = async (cluster: Cluster, entries: readonly AllowlistEntry[]): Promise<void> => {
    await cloud.store.change(() => (cluster.allowlist = entries));
    cloud.recheck();
  };
  const add = async (c: Context, entry: AllowlistEntry) => {
    const cluster = readyCluster(cloud, c);
    check(entry);
    if (cluster.allowlist.some((each) => isSame(each, entry))) {
      throw new ApiError("exists", `allowlist entry ${cidr(entry)} already exists`);
    }
    if (cluster.allowlist.length >= most)
      throw new ApiError("precondition", `at most ${most} allowlist entries`);
    await save(cluster, [...cluster.allowlist, entry]);
    return c.json(entry);
  };
  const replace = async (c: Context, entry: AllowlistEntry) => {
    const cluster = readyCluster(cloud, c);
    const old = find(cluster, entry);
    const updated = { ...old, ...entry };
    await save(
      cluster,
      cluster.allowlist.map((each) => (each === old ? updated : each)),
    );
    return c.json(updated);
  };
  return new Hono()
    .get("/", (c) => {
      const page = pageOf(c, readyCluster(cloud, c).allowlist, cidr);
      return c.json({ allowlist: page.items, propagating: false, pagination: page.pagination });
    })
    .post("/", async (c) => add(c, await bodyOf(c, createRequest)))
    .put("/:ip/:mask", async (c) => add(c, { ...blockOf(c), ...(await bodyOf(c, updateRequest)) }))
    .patch("/:ip/:mask", async (c) => replace(c, { ...blockOf(c), ...(await bodyOf(c, updateRequest)) }))
    .delete("/:ip/:mask", async (c) => {
      const cluster = readyCluster(cloud, c);
      const entry = find(cluster, blockOf(c));
      await save(
        cluster,
        cluster.allowlist.filter((each) => each !== entry),
      );
      return c.json(entry);
    });
}

/** Whether an IP allowlist lets SQL connections of an address in. */
export function allows(entries: readonly AllowlistEntry[], source: string): boolean {
  return entries.some(({ sql, cidr_ip, cidr_mask }) => {
    const block = new net.BlockList();
    block.addSubnet(cidr_ip, cidr_mask, "ipv4");
    return sql && block.check(source, "ipv4");
  });
}

type Block = Pick<AllowlistEntry, "cidr_ip" | "cidr_mask">;

const blockOf = (c: Context): Block => ({
  cidr_ip: c.req.param("ip") ?? "",
  cidr_mask: Number(c.req.param("mask")),
});

const cidr = ({ cidr_ip, cidr_mask }: Block): string => `${cidr_ip}/${cidr_mask}`;

const isSame = (a: Block, b: Block): boolean => cidr(a) === cidr(b);

function find(cluster: Cluster, block: Block): AllowlistEntry {
  const entry = cluster.allowlist.find((each) => isSame(each, block));
  if (!entry) throw new ApiError("not found", `allowlist entry ${cidr(block)} not found`);
  return entry;
}

function check(entry: AllowlistEntry): void {
  const { cidr_ip: ip, cidr_mask: mask } = entry;
  if (!net.isIPv4(ip)) throw invalid(`cidr_ip '${ip}' is not a valid IPv4 address`);
  if (!Number.isInteger(mask) || mask < 0 || mask > 32) throw invalid("cidr_mask must be between 0 and 32");
}
