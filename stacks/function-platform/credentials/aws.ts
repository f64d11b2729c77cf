import { RunError } from "@pulumi/pulumi";
import type { LambdaConfig } from "../../config";
import { profilesOf, type Profile } from "./aws-profile";
import { ask, hasProxy, metadata, metadataAddress, patience } from "./cloud";

/** Keys that can be asked about. */
interface Keys {
  /** Where they are. */
  readonly source: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a profile has that says of another way to credentials than keys: SSO, a role, a program. */
const otherWay = /^(sso_|role_arn$|source_profile$|credential_|web_identity_token_file$|login_session$)/;

const advice = "Sign in (`aws sso login`, `aws configure`), name a profile (AWS_PROFILE), or set the keys.";

/**
 * Sees that AWS lets the provider in, with what that one finds first: keys in the environment, a web identity, a profile, the
 * role of a container or of this machine.
 *
 * @throws RunError
 */
export async function checkAws(
  config: Pick<LambdaConfig, "region" | "account">,
  env: NodeJS.ProcessEnv,
  timeout = patience,
): Promise<void> {
  const keys = keysIn(env) ?? (await keysOfProfile(env, timeout));
  if (keys && !hasProxy(env)) await askSts(keys, config, env, timeout);
}

function keysIn(env: NodeJS.ProcessEnv): Keys | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (accessKeyId && secretAccessKey) {
    return {
      source: "AWS_ACCESS_KEY_ID",
      accessKeyId,
      secretAccessKey,
      sessionToken: env.AWS_SESSION_TOKEN || undefined,
    };
  }
  const [there, missing] = accessKeyId
    ? ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    : ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"];
  throw new RunError(`AWS needs two keys: ${there} is set, and ${missing} is not. Set both, or none.`);
}

/** @returns undefined where something else than keys is there, which only the provider can use */
async function keysOfProfile(env: NodeJS.ProcessEnv, timeout: number): Promise<Keys | undefined> {
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE) return undefined;
  const profiles = await profilesOf(env);
  const named = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE;
  const profile = profiles.get(named ?? "default");
  if (named && !profile) {
    throw new RunError(
      `AWS_PROFILE is ${named}, and there is no such profile. Profiles: ${[...profiles.keys()].join(", ") || "none"}. ` +
        "Name one of them, or make it (`aws configure sso`, `aws configure`).",
    );
  }
  if (profile) {
    if (Object.keys(profile).some((key) => otherWay.test(key))) return undefined;
    const keys = keysInProfile(named ?? "default", profile);
    if (keys) return keys;
  }
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) return undefined;
  if (await hasRole(env, timeout)) return undefined;
  const found = named ? `profile ${named} has none` : "none are found";
  throw new RunError(
    `AWS needs credentials, and ${found}: no AWS_ACCESS_KEY_ID, no profile with keys or a way to sign in, no web identity, ` +
      `and this machine has no role. ${advice}`,
  );
}

function keysInProfile(name: string, profile: Profile): Keys | undefined {
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey } = profile;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { source: `profile ${name}`, accessKeyId, secretAccessKey, sessionToken: profile.aws_session_token };
}

/** Whether this machine has a role: its metadata service names it, or wants a token before it does. */
async function hasRole(env: NodeJS.ProcessEnv, timeout: number): Promise<boolean> {
  if (env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === "true") return false;
  const address = env.AWS_EC2_METADATA_SERVICE_ENDPOINT || metadataAddress;
  const roles = `${address.replace(/\/$/, "")}/latest/meta-data/iam/security-credentials/`;
  return [200, 401].includes((await metadata(roles, timeout))?.status ?? 0);
}

/** Asks whose keys they are, which everybody may. */
async function askSts(
  { source, ...keys }: Keys,
  { region, account }: Pick<LambdaConfig, "region" | "account">,
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<void> {
  const { AwsClient } = await import("aws4fetch");
  const address = env.AWS_ENDPOINT_URL_STS || env.AWS_ENDPOINT_URL || stsOf(region);
  const client = new AwsClient({ ...keys, region, service: "sts", retries: 0 });
  const { status, text } = await ask("AWS", address, timeout, async (signal) => {
    const answer = await client.fetch(address, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
      signal,
    });
    return { status: answer.status, text: await answer.text() };
  });
  // What fails there is no word on the credentials.
  if (status === 429 || status >= 500) return;
  const element = (name: string) => new RegExp(`<${name}>([^<\\n]*)`).exec(text)?.[1];
  if (status !== 200) {
    const reason = element("Message")?.replace(/\.$/, "") ?? `HTTP ${status}`;
    throw new RunError(
      `AWS refuses the credentials of ${source}: ${reason} (${element("Code") ?? status}). ${advice}`,
    );
  }
  const found = element("Account");
  if (account === undefined || found === undefined || found === account) return;
  throw new RunError(
    `cake:functions.account is ${account}, and the credentials of ${source} are of account ${found}. ` +
      "Use those of that account (AWS_PROFILE), or correct the key.",
  );
}

/** Suffixes of the regions that are apart from all others. */
const suffixes = [
  ["cn-", "amazonaws.com.cn"],
  ["eusc-", "amazonaws.eu"],
] as const;

function stsOf(region: string): string {
  const [, suffix] = suffixes.find(([prefix]) => region.startsWith(prefix)) ?? [undefined, "amazonaws.com"];
  return `https://sts.${region}.${suffix}/`;
}
