import { UNKNOWN, type Value } from "../value";

const hostName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

/** Whether a value is the name of one host, or not known yet: no wildcard, and not nothing, which stands for every host. */
export const isHost = (value: Value): boolean =>
  value === UNKNOWN || (typeof value === "string" && hostName.test(value));

/** It and the names below it lead to the machine that asks, by RFC 6761, section 6.3: no network carries what is sent. */
const loopback = "localhost";

/**
 * Whether requests for a host need a certificate here: not those that stay on the machine, nor those of a domain that is
 * secured elsewhere. No host at all stands for every one.
 */
export const needsCertificate = (host: Value, securedElsewhere: readonly string[]): boolean =>
  host !== UNKNOWN &&
  !(typeof host === "string" && [loopback, ...securedElsewhere].some((domain) => isIn(host, domain)));

const isIn = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);
