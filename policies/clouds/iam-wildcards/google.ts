import type { Finding, Resource } from "../../policy";
import { shown, UNKNOWN } from "../../value";
import { googleGrants, toEverybody, unreadable } from "../google-grants";

const grant = /^gcp:(?!storage\/)\w+\/\w*[iI](?:AM|am)(?:Member|Binding|Policy):\w+$/;

/** What grants roles on Google Cloud. Buckets are for policy `public-buckets`. */
export const isGoogleGrant = (type: string): boolean => grant.test(type);

/** Who may call these is for policy `public-functions`. */
const called =
  /^gcp:(?:cloudfunctions\/functionIam|cloudfunctionsv2\/functionIam|cloudrun\/iam|cloudrunv2\/serviceIam)/;

/** Roles from before there were roles for one purpose. */
const basic: readonly unknown[] = ["roles/owner", "roles/editor"];

/** What gives everybody a role on Google Cloud, or somebody all of them. */
export function* googleWildcards({ type, properties }: Resource): Iterable<Finding> {
  const grants = googleGrants(properties);
  if (!grants) yield unreadable;
  for (const one of grants ?? []) {
    const { at, value } = one.role;
    if (value !== UNKNOWN && (typeof value !== "string" || basic.includes(value)))
      yield {
        at,
        problem: `is ${shown(value)}, which is no role for one purpose`,
        fix: `Set ${at} to a role that allows what is needed, such as "roles/storage.objectViewer"`,
      };
    if (!called.test(type)) yield* toEverybody(one);
  }
}
