import { BlockList, isIP } from "node:net";
import { shown, UNKNOWN, type Value } from "../value";

/** Lengths of the prefixes of the widest ranges that may stand, by version of IP. */
export interface Widest {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Ranges that nobody on the internet has. */
const inner = [
  ["10.0.0.0", 8, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["fc00::", 7, "ipv6"],
] as const;

/** What is wrong with a range that may connect, to be read after where it is; undefined for one that may stand. */
export function rangeProblem(value: Value, widest: Widest): string | undefined {
  if (value === UNKNOWN) return undefined;
  const range = typeof value === "string" ? rangeOf(value) : undefined;
  if (!range) return `is ${shown(value)}, which is no range of addresses`;
  if (range.prefix >= widest[range.version] || isInner(range)) return undefined;
  return range.prefix === 0
    ? `is ${shown(value)}: every address`
    : `is ${shown(value)}, which is wider than /${widest[range.version]}`;
}

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly version: "ipv4" | "ipv6";
}

function rangeOf(text: string): Range | undefined {
  const [, address = "", length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const prefix = length === undefined ? bits : Number(length);
  if (bits === 0 || prefix > bits) return undefined;
  return { address, prefix, version: bits === 32 ? "ipv4" : "ipv6" };
}

function isInner({ address, prefix, version }: Range): boolean {
  return inner.some(([start, length, of]) => {
    const list = new BlockList();
    list.addSubnet(start, length, of);
    return prefix >= length && list.check(address, version);
  });
}
