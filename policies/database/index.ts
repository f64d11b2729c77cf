import { databaseAllowList } from "./allow-list";
import { databaseDeletionProtection } from "./deletion-protection";
import { databaseLeastPrivilege } from "./least-privilege";
import { databaseSpendingCap } from "./spending-cap";
import { databaseTls } from "./tls";

/** Rules of this layer. */
export const database = [
  databaseTls,
  databaseDeletionProtection,
  databaseSpendingCap,
  databaseAllowList,
  databaseLeastPrivilege,
] as const;
