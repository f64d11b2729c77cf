import { Hono, type Context } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import {
  createDatabase,
  dropDatabase,
  findDatabase,
  listDatabases,
  renameDatabase,
  type Database,
} from "../postgres/databases";
import type { Server } from "../postgres/server";
import { readyCluster } from "./cluster-of";
import { ApiError, invalid } from "./errors";
import { pageOf } from "./pages";
import { bodyOf } from "./requests";

const createRequest = z.object({ name: z.string() });
const renameRequest = z.object({ name: z.string().optional(), new_name: z.string() });

/** The calls about databases. */
export function databases(cloud: Cloud): Hono {
  const serverOf = (c: Context): Server => cloud.fleet.of(readyCluster(cloud, c));
  const rename = async (c: Context, name: string, newName: string) => {
    const server = serverOf(c);
    checkName(newName);
    await find(server, name);
    await renameDatabase(server, name, newName);
    return c.json(show(await find(server, newName)));
  };
  return new Hono()
    .get("/", async (c) => {
      const page = pageOf(c, await listDatabases(serverOf(c)), ({ name }) => name);
      return c.json({ databases: page.items.map(show), pagination: page.pagination });
    })
    .post("/", async (c) => {
      const server = serverOf(c);
      const { name } = await bodyOf(c, createRequest);
      checkName(name);
      await createDatabase(server, name);
      return c.json(show({ name, tables: 0 }));
    })
    .patch("/", async (c) => {
      const { name = "", new_name } = await bodyOf(c, renameRequest);
      return rename(c, name, new_name);
    })
    .patch("/:name", async (c) => rename(c, c.req.param("name"), (await bodyOf(c, renameRequest)).new_name))
    .delete("/:name", async (c) => {
      const server = serverOf(c);
      const database = await find(server, c.req.param("name"));
      await dropDatabase(server, database.name);
      return c.json(show(database));
    });
}

const show = ({ name, tables }: Database) => ({ name, table_count: String(tables) });

async function find(server: Server, name: string): Promise<Database> {
  const database = await findDatabase(server, name);
  if (!database) throw new ApiError("not found", `database "${name}" does not exist`);
  return database;
}

function checkName(name: string): void {
  if (name === "" || Buffer.byteLength(name) > 63)
    throw invalid("database name must be 1-63 bytes in length");
  // What the emulator keeps for itself, and CockroachDB as well.
  if (name === "system" || /^template[01]$/.test(name)) {
    throw new ApiError("exists", `database "${name}" already exists`);
  }
}
