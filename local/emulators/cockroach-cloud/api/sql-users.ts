import { Hono, type Context } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import { manager } from "../postgres/names";
import type { Server } from "../postgres/server";
import { createUser, dropUser, listUsers, setPassword } from "../postgres/users";
import { readyCluster } from "./cluster-of";
import { ApiError, fromPostgres, invalid } from "./errors";
import { pageOf } from "./pages";
import { bodyOf } from "./requests";

const createRequest = z.object({ name: z.string(), password: z.string() });
const passwordRequest = z.object({ password: z.string() });

/** Roles that CockroachDB has, or that the emulator's PostgreSQL needs. */
const reserved = ["root", "node", "admin", "public", "none", manager];

/** The calls about SQL users. */
export function sqlUsers(cloud: Cloud): Hono {
  const serverOf = (c: Context): Server => cloud.fleet.of(readyCluster(cloud, c));
  return new Hono()
    .get("/", async (c) => {
      const page = pageOf(c, await listUsers(serverOf(c)), (name) => name);
      return c.json({ users: page.items.map((name) => ({ name })), pagination: page.pagination });
    })
    .post("/", async (c) => {
      const server = serverOf(c);
      const { name: wanted, password } = await bodyOf(c, createRequest);
      checkName(wanted);
      const name = wanted.toLowerCase();
      checkPassword(password);
      await createUser(server, name, password);
      return c.json({ name });
    })
    .put("/:name/password", async (c) => {
      const server = serverOf(c);
      const { password } = await bodyOf(c, passwordRequest);
      const name = await find(server, c.req.param("name"));
      checkPassword(password);
      await setPassword(server, name, password);
      return c.json({ name });
    })
    .delete("/:name", async (c) => {
      const server = serverOf(c);
      const name = await find(server, c.req.param("name"));
      await dropUser(server, name).catch((error: unknown) => {
        const problem = fromPostgres(error);
        throw problem?.kind === "precondition"
          ? new ApiError("precondition", `cannot drop role/user ${name}: ${problem.message}`)
          : error;
      });
      return c.json({ name });
    });
}

async function find(server: Server, name: string): Promise<string> {
  if ((await listUsers(server)).includes(name)) return name;
  throw new ApiError("not found", `role/user "${name}" does not exist`);
}

function checkName(name: string): void {
  if (!/^[a-z0-9_][a-z0-9._-]{0,62}$/i.test(name)) {
    throw invalid(
      `username "${name}" is invalid: usernames are case insensitive, must start with a letter, digit or ` +
        "underscore, may contain letters, digits, dashes, periods, or underscores, and must not exceed 63 characters",
    );
  }
  // PostgreSQL has names that begin with pg_ for itself.
  if (reserved.includes(name.toLowerCase()) || /^(pg|crdb_internal)_/i.test(name)) {
    throw invalid(`username "${name}" is reserved`);
  }
}

function checkPassword(password: string): void {
  if (password === "") throw invalid("password must not be empty");
}
