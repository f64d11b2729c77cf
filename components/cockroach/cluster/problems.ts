import { reasonOf } from "../../problems";
import { toMebibytes } from "../../size";
import { rangeOf } from "./allow";
import type { CockroachClusterArgs } from "./index";
import { leastVcpus } from "./limits";

/** How each cloud writes its regions, and one of them. */
const regionForms: Record<CockroachClusterArgs["cloud"], { form: RegExp; example: string }> = {
  AWS: { form: /^[a-z]{2}(-[a-z]+)+-\d$/, example: "us-east-1" },
  AZURE: { form: /^[a-z]+\d?$/, example: "eastus" },
  GCP: { form: /^[a-z]+-[a-z]+\d$/, example: "us-east1" },
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Everything that is wrong with the arguments, each with what was found, what is allowed, and what to do. */
export function problemsOf(args: CockroachClusterArgs): string[] {
  return [
    ...nameProblems(args),
    ...regionProblems(args),
    ...limitProblems(args),
    ...labelProblems(args),
    ...allowProblems(args),
    ...folderProblems(args),
    ...connectionProblems(args),
  ];
}

function nameProblems({ name }: CockroachClusterArgs): string[] {
  if (/^[a-z0-9][a-z0-9-]{4,18}[a-z0-9]$/.test(name)) return [];
  const length = name.length < 6 || name.length > 20 ? ` (${name.length} characters)` : "";
  return [
    `name is "${name}"${length}. Allowed: 6 to 20 lower-case letters, digits and inner dashes. Choose well: it cannot change later.`,
  ];
}

function regionProblems({ cloud, regions }: CockroachClusterArgs): string[] {
  const { form, example } = regionForms[cloud];
  const strange = regions.filter((region) => !form.test(region));
  const twice = regions.filter((region, index) => regions.indexOf(region) !== index);
  return [
    ...(regions.length === 0
      ? ["regions is empty. Name one region, or several with the primary one first."]
      : []),
    ...strange.map((region) => `regions has "${region}". Allowed: regions of ${cloud}, such as ${example}.`),
    ...twice.map(
      (region) => `regions has "${region}" twice. Take one out; the first region is the primary one.`,
    ),
  ];
}

function limitProblems(args: CockroachClusterArgs): string[] {
  if (args.plan === "standard") {
    const { vcpus = leastVcpus } = args;
    return Number.isInteger(vcpus) && vcpus >= leastVcpus
      ? []
      : [`vcpus is ${vcpus}. Allowed: a whole number from ${leastVcpus}.`];
  }
  const { requestUnits, storage } = args;
  const problems: string[] = [];
  if (requestUnits !== undefined && !(Number.isSafeInteger(requestUnits) && requestUnits >= 1)) {
    problems.push(`requestUnits is ${requestUnits}. Allowed: a whole number from 1; there is no unlimited.`);
  }
  try {
    if (storage !== undefined) toMebibytes(storage);
  } catch (error) {
    problems.push(`storage: ${(error as Error).message}`);
  }
  return problems;
}

function labelProblems({ labels }: CockroachClusterArgs): string[] {
  const wrong = Object.entries(labels).filter(
    ([, value]: [string, string | undefined]) => value !== undefined && !/^[a-z0-9_-]{1,63}$/.test(value),
  );
  const { expiry } = labels;
  const isDate = expiry === undefined || (/^\d{4}-\d\d-\d\d$/.test(expiry) && !isNaN(Date.parse(expiry)));
  return [
    ...wrong.map(
      ([key, value]) =>
        `labels.${key} is ${JSON.stringify(value)}. Allowed: up to 63 lower-case letters, digits, dashes and underscores.`,
    ),
    ...(isDate ? [] : [`labels.expiry is "${expiry}". Allowed: a date such as 2027-01-31.`]),
  ];
}

function allowProblems({ allow = [] }: CockroachClusterArgs): string[] {
  const twice = allow.filter((cidr, index) => allow.indexOf(cidr) !== index);
  const wrong = allow.flatMap((cidr) => reasonOf("allow", () => rangeOf(cidr)));
  return [...wrong, ...twice.map((cidr) => `allow has "${cidr}" twice. Take one out.`)];
}

function folderProblems({ folder }: CockroachClusterArgs): string[] {
  if (typeof folder !== "string" || folder === "root" || uuid.test(folder)) return [];
  return [`folder is "${folder}". Allowed: the id of a folder, as CockroachDB Cloud shows it, or root.`];
}

function connectionProblems({ connections }: CockroachClusterArgs): string[] {
  if (connections === undefined || (Number.isInteger(connections) && connections >= 1)) return [];
  return [`connections is ${connections}. Allowed: a whole number from 1.`];
}
