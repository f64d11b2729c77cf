import type { Values } from "../base";

/** Where the API is, and who asks. */
export interface Access {
  /** Address without a slash at its end. */
  readonly server: string;
  readonly token: string;
  /** What identifies the organization of a token that is no API key. */
  readonly vanityName?: string;
  /** Whom the token stands for, where it may stand for several. */
  readonly username?: string;
}

const defaultServer = "https://cockroachlabs.cloud";

/** Access by the provider's configuration, or else by the environment. @throws Error when there is none */
export function accessOf(config: Values, env: NodeJS.ProcessEnv): Access {
  const token = text(config.apikey) ?? env.COCKROACH_API_KEY ?? text(config.apijwt) ?? env.COCKROACH_API_JWT;
  if (!token) {
    throw new Error(
      "There is no API key for CockroachDB Cloud, or none that is known yet. Make one for a service account " +
        "(CockroachDB Cloud, Access Management), and set COCKROACH_API_KEY to it.",
    );
  }
  return {
    server: serverOf(env.COCKROACH_SERVER || defaultServer),
    token,
    vanityName: env.COCKROACH_VANITY_NAME,
    username: env.COCKROACH_USERNAME,
  };
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function serverOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new Error(
      `COCKROACH_SERVER is "${address}". Allowed: an address such as ${defaultServer}. Unset it for that one.`,
    );
  }
  return address.replace(/\/+$/, "");
}
