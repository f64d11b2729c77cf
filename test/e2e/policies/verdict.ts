import { judge, object, type Manifest } from "../../../policies/harness";
import type { Policy } from "../../../policies/policy";
import { network } from "../../../policies/network";
import { workloads } from "../../../policies/workloads";
import { ruleNames, type RuleName } from "../../../components/kubernetes/guardrails";
import type { Answer } from "../../support/api-server";

const policies: readonly Policy[] = [...workloads, ...network];

/** The policies of the pack that a manifest breaks, of those that the cluster has, too; in order of the alphabet. */
export const brokenByPack = (manifest: Manifest): string[] =>
  policies
    .filter(({ name }) => ruleNames.includes(name as RuleName))
    .filter((policy) => judge(policy, object(manifest)).length > 0)
    .map(({ name }) => name)
    .sort();

/** Of a header with several: `299 - "text", 299 - "text"`, quotes within a text escaped. */
const textsIn = (warning: string): string[] =>
  [...warning.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!.replace(/\\(.)/g, "$1"));

/** The rules that an API server warned of, in order of the alphabet. @throws Error where one could not be evaluated */
export const warnedOf = ({ warning }: Answer): string[] =>
  textsIn(warning)
    .flatMap((text) => {
      const [, name] =
        /^Validation failed for ValidatingAdmissionPolicy '([a-z-]+)\.cakestack\.dev' /.exec(text) ?? [];
      if (text.includes("resulted in error") || text.includes("failed expression")) throw new Error(text);
      return name === undefined ? [] : [name];
    })
    .sort();

/** The rule that an API server refused something by; its own words where there was another reason; undefined where it did not. */
export function refusedBy({ status, body: { message = "" } }: Answer): string | undefined {
  if (status < 300) return undefined;
  const [, name] =
    /ValidatingAdmissionPolicy '([a-z-]+)\.cakestack\.dev' with binding '[^']*' denied request: /.exec(
      message,
    ) ?? [];
  return name ?? message;
}
