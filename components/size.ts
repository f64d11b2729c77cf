import type { Size } from "./contracts";

const mebibytesIn = { MB: 1, GB: 1024 } as const;

const pattern = /^(\d+(?:\.\d+)?) (MB|GB)$/;

/**
 * @returns whole mebibytes: 256 for `"256 MB"`, 1536 for `"1.5 GB"`
 * @throws RangeError for what the type lets through: a sign, an exponent, zero, a part of a megabyte
 */
export function toMebibytes(size: Size): number {
  const [, number, unit] = pattern.exec(size) ?? [];
  const mebibytes = Number(number) * mebibytesIn[unit as keyof typeof mebibytesIn];
  if (!Number.isInteger(mebibytes) || mebibytes === 0) {
    throw new RangeError(
      `"${String(size)}" is no amount of memory. Allowed: a number, a space and MB or GB, at least 1 MB and ` +
        'nothing smaller than a whole MB, such as "256 MB".',
    );
  }
  return mebibytes;
}

/** @returns a quantity as Kubernetes writes it: `256Mi` for `"256 MB"`, `2Gi` for `"2 GB"` */
export function toQuantity(size: Size): string {
  const mebibytes = toMebibytes(size);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
