import type { Value } from "../value";

const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;

/** Powers of ten. */
const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

/** Powers of two. */
const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/**
 * An amount as Kubernetes reads it: `100m` is 0.1, `1Ki` is 1024. Undefined for what is none.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(value: Value): number | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const [, number, suffix = "", exponent] = form.exec(String(value)) ?? [];
  if (number === undefined) return undefined;
  if (suffix in binary) return Number(number) * 2 ** binary[suffix]!;
  // Read in one go, so that 300m and 0.3 are the same number.
  return Number(`${number}e${exponent ?? decimal[suffix] ?? 0}`);
}
