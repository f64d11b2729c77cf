import type { Properties } from "../../../policies/value";
import type { Case } from "./case";
import { makersOf } from "./pods";
import { inEveryKind, pod } from "./workloads";

const automount = (automountServiceAccountToken?: boolean) => ({ automountServiceAccountToken });
/** A bare pod is refused where there is no such account. */
const deployment = (spec: Properties) =>
  makersOf(pod(spec)).find(({ kind }) => kind === "Deployment")!.manifest;
const at = "spec.automountServiceAccountToken is";

/** What service-account-token says of pods. */
export const serviceAccountToken: readonly Case[] = [
  { says: "nothing", manifest: pod(automount()), breaks: [`${at} missing, and`] },
  { says: "that it has the token", manifest: pod(automount(true)), breaks: [`${at} true, and`] },
  {
    says: "the account that everybody has",
    manifest: pod({ ...automount(), serviceAccountName: "default" }),
    breaks: [`${at} missing, and`],
  },
  {
    says: "that it has the token of that account",
    manifest: pod({ ...automount(true), serviceAccountName: "default" }),
    breaks: [`${at} true, and`],
  },
  {
    says: "that account by the old name of the field",
    manifest: pod({ ...automount(), serviceAccount: "default" }),
    breaks: [`${at} missing, and`],
  },
  {
    says: "no account",
    manifest: pod({ ...automount(), serviceAccountName: "" }),
    breaks: [`${at} missing, and`],
  },
  ...inEveryKind(automount()).map(([kind, where, manifest]) => ({
    says: `nothing, in a ${kind}`,
    manifest,
    breaks: [`${where}.automountServiceAccountToken is missing, and`],
  })),
  { says: "that it has no token", manifest: pod(automount(false)) },
  {
    says: "that it has no token of the account that everybody has",
    manifest: pod({ ...automount(false), serviceAccountName: "default" }),
  },
  { says: "an account of its own", manifest: deployment({ ...automount(), serviceAccountName: "operator" }) },
  {
    says: "that it has the token of its own account",
    manifest: deployment({ ...automount(true), serviceAccountName: "operator" }),
  },
  {
    says: "an account of its own by the old name of the field",
    manifest: deployment({ ...automount(), serviceAccount: "operator" }),
  },
  {
    says: "an account that is called nearly so",
    manifest: deployment({ ...automount(), serviceAccountName: "default-operator" }),
  },
  ...inEveryKind(automount(false)).map(([kind, , manifest]) => ({
    says: `that it has no token, in a ${kind}`,
    manifest,
  })),
];
