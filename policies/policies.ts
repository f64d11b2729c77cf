import { clouds } from "./clouds";
import { database } from "./database";
import { events } from "./events";
import { identity } from "./identity";
import { network } from "./network";
import { rbac } from "./rbac";
import { stack } from "./stack";
import { workloads } from "./workloads";

/** Every policy of the pack, by layer. */
export const policies = [
  ...workloads,
  ...network,
  ...rbac,
  ...database,
  ...identity,
  ...events,
  ...clouds,
  ...stack,
] as const;

/** The name of a policy of the pack. */
export type PolicyName = (typeof policies)[number]["name"];
