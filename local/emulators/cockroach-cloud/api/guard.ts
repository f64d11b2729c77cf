import { setTimeout as pause } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import type { Cloud } from "../cloud";
import type { Fault } from "../faults";
import { isExpired, keyOf } from "../keys";
import type { Key } from "../model";
import { Allowance } from "./allowance";
import { ApiError, kindOf } from "./errors";

const version = "2024-09-16";

/** @throws ApiError when the caller has no key that is good */
export function authenticate(cloud: Cloud, c: Context): Key {
  const [, secret] = /^Bearer (\S+)$/i.exec(c.req.header("Authorization") ?? "") ?? [];
  if (secret === undefined) throw new ApiError("unauthenticated", "missing or malformed bearer token");
  const key = keyOf(cloud.store, secret);
  if (!key) throw new ApiError("unauthenticated", "invalid API key");
  if (isExpired(key)) throw new ApiError("unauthenticated", "API key has expired");
  return key;
}

/** What every call of the API passes: its key, its rate, its version, and the faults that were asked for. */
export function guard(cloud: Cloud): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const allowances = new Map<string, Allowance>();
  return async (c, next) => {
    c.header("Cc-Version", version);
    const { id } = authenticate(cloud, c);
    const allowance = allowances.get(id) ?? new Allowance(cloud.requestsPerSecond);
    allowances.set(id, allowance);
    if (!allowance.take()) throw new ApiError("exhausted", "rate limit exceeded", { "Retry-After": "1" });
    const asked = c.req.header("Cc-Version");
    if (asked !== undefined && asked !== version) {
      throw new ApiError("unimplemented", `Cc-Version ${asked} is not emulated: use ${version}`);
    }
    for (const fault of cloud.faults.meet(c.req.method, c.req.path)) await strike(fault, c, next);
    await next();
  };
}

async function strike(
  fault: Fault,
  c: Context<{ Bindings: HttpBindings }>,
  next: () => Promise<void>,
): Promise<void> {
  switch (fault.effect) {
    case "delay":
      await pause(fault.milliseconds);
      return;
    case "error": {
      if (fault.work) await next();
      const headers: Record<string, string> = {};
      if (fault.retry_after !== undefined) headers["Retry-After"] = String(fault.retry_after);
      const kind = kindOf(fault.status) ?? "internal";
      throw new ApiError(kind, fault.message ?? `emulated fault: ${kind}`, headers);
    }
    case "drop":
      if (fault.work) await next();
      c.env.incoming.socket.destroy();
      return;
    case "fail creation":
      return;
    default:
      fault satisfies never;
  }
}
