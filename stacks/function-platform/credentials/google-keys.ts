import { RunError } from "@pulumi/pulumi";
import { z } from "zod";

/** What asks Google whether it takes somebody's credentials. */
export interface Question {
  /** Where they are. */
  readonly source: string;
  readonly address: string;
  /** Secret. */
  readonly form: Readonly<Record<string, string>>;
}

const tokens = "https://oauth2.googleapis.com/token";
const scope = "https://www.googleapis.com/auth/cloud-platform";

const text = z.string().min(1);
const account = z.object({
  type: z.literal("service_account"),
  client_email: text,
  private_key: text,
  token_uri: z.url().default(tokens),
});
const user = z.object({
  type: z.literal("authorized_user"),
  client_id: text,
  client_secret: text,
  refresh_token: text,
  token_uri: z.url().default(tokens),
});
/** Those that only the provider can use: of other clouds, of somebody in whose name it acts. */
const other = z.object({
  type: text.refine((type) => !["service_account", "authorized_user"].includes(type)),
});
const keys = z.union([account, user, other]);

/**
 * What asks Google about keys: for a token, as the provider does.
 *
 * @param content of a file of keys
 * @returns undefined where only the provider can use them
 * @throws RunError where they are none; it does not show them
 */
export async function questionOf(source: string, content: string): Promise<Question | undefined> {
  const { data } = keys.safeParse(jsonIn(content));
  if (!data) {
    throw new RunError(
      `${source} holds no credentials of Google's form. Allowed: JSON as Google makes it, such as the key file of a ` +
        "service account, or the path of a file with that.",
    );
  }
  if ("private_key" in data) return { source, address: data.token_uri, form: await assertion(source, data) };
  if (!("refresh_token" in data)) return undefined;
  const { client_id, client_secret, refresh_token, token_uri: address } = data;
  return {
    source,
    address,
    form: { grant_type: "refresh_token", client_id, client_secret, refresh_token },
  };
}

/** What an account says of itself, signed by it. */
async function assertion(
  source: string,
  { client_email: email, private_key: pem, token_uri: audience }: z.infer<typeof account>,
): Promise<Question["form"]> {
  const { importPKCS8, SignJWT } = await import("jose");
  const key = await importPKCS8(pem, "RS256").catch(() => {
    throw new RunError(`The private_key in ${source} cannot be read. Make another key for ${email}.`);
  });
  const signed = await new SignJWT({ scope })
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(email)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(key);
  return { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: signed };
}

/** Undefined where it is no JSON. */
export function jsonIn(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}
