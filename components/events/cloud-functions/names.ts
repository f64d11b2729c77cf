import { createHash } from "node:crypto";

/** Ids of accounts are shorter than all other names, in characters. */
const longestAccount = 30;

/** A name that is short enough for an account, and no other's: what does not fit is told by a hash. */
export function accountId(name: string): string {
  if (name.length <= longestAccount) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, longestAccount - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}

/** Pub/Sub's own account in a project, as an IAM member: it moves dead letters. */
export const pubsubAgent = (projectNumber: string): string =>
  `serviceAccount:service-${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`;
