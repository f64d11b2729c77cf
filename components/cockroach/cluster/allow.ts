import { isIPv4 } from "node:net";

/** A range of addresses as the allow list takes it. */
export interface Range {
  readonly cidrIp: string;
  readonly cidrMask: number;
}

/** @throws Error when the text is no range of IPv4 addresses, or does not begin where the range begins */
export function rangeOf(cidr: string): Range {
  const [cidrIp = "", mask = "", ...rest] = cidr.split("/");
  const cidrMask = Number(mask);
  if (!isIPv4(cidrIp) || !/^\d{1,2}$/.test(mask) || cidrMask > 32 || rest.length > 0) {
    throw new Error(`"${cidr}" is no range of IPv4 addresses. Allowed: such as 203.0.113.7/32.`);
  }
  const first = firstOf(cidrIp, cidrMask);
  if (first !== cidrIp) {
    throw new Error(`"${cidr}" does not begin where its range begins. Write ${first}/${cidrMask}.`);
  }
  return { cidrIp, cidrMask };
}

function firstOf(address: string, mask: number): string {
  const bits = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - mask);
  const first = bits - (bits % size);
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}
