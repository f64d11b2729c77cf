import { toMebibytes } from "../../size";
import { failed, reasonOf, type Check } from "../../problems";
import { plainName, plainNames } from "../names";
import type { KeycloakArgs } from "./index";
import { hostsOf } from "./hosts";
import { imageProblems, officialImages } from "./image";
import { leastMemory, type Load } from "./size";

const positive: readonly (keyof Load)[] = ["loginsPerSecond"];
const rates: readonly (keyof Load)[] = ["loginsPerSecond", "clientLoginsPerSecond", "refreshesPerSecond"];

/** Everything that is wrong with the arguments, each with what was found, what is allowed, and what to do. */
export function problemsOf(name: string, args: KeycloakArgs): string[] {
  const { store, replicas = 1, memory } = args;
  const hosts = hostsOf(name, args.cluster.ingress, args.adminHost);
  return [
    ...imageProblems(args.image ?? officialImages[store.engine], store.engine),
    ...failed([
      [
        !(Number.isInteger(replicas) && replicas >= 1),
        `replicas is ${replicas}. Allowed: a whole number from 1.`,
      ],
      [
        hosts.admin.host === hosts.public.host,
        `adminHost is ${hosts.admin.host}, which everyone reaches. Allowed: another name. Leave it out.`,
      ],
      [args.realms.length === 0, "realms is empty. Name those whose users sign in."],
      ...args.realms.map((realm): Check => [
        !plainName.test(realm) || realm === "master",
        `realms has ${JSON.stringify(realm)}. Allowed: ${plainNames}, and not master, which administers the others.`,
      ]),
      ...rates.map((rate) => rateCheck(rate, args.load?.[rate])),
    ]),
    ...(memory === undefined
      ? []
      : reasonOf("memory", () => {
          if (toMebibytes(memory) < toMebibytes(leastMemory)) {
            throw new RangeError(`it is "${memory}". Allowed: "${leastMemory}" or more.`);
          }
        })),
  ];
}

function rateCheck(rate: keyof Load, value: number | undefined): Check {
  const least = positive.includes(rate) ? "a number above 0" : "a number from 0";
  const bad =
    value !== undefined && !(Number.isFinite(value) && value >= 0 && (value > 0 || !positive.includes(rate)));
  return [bad, `load.${rate} is ${String(value)}. Allowed: ${least}.`];
}
