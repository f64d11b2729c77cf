import type { Size } from "./contracts";

const units = { MB: 2 ** 20, GB: 2 ** 30 };

/** Bytes of a size in words: `"256 MB"` is 256 MiB. @throws Error for what is no size */
export function bytes(size: Size): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) (MB|GB)$/.exec(size) ?? [];
  if (number === undefined) throw new Error(`"${size}" is no size. Write "256 MB" or "1 GB".`);
  return Number(number) * units[unit as keyof typeof units];
}
