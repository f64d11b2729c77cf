import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import { ask, hasProxy, metadata, metadataAddress, patience } from "./cloud";
import { jsonIn, questionOf, type Question } from "./google-keys";

/** Variables that the provider takes keys from, or the path of a file with keys: the first that is set. */
const keyVariables = ["GOOGLE_CREDENTIALS", "GOOGLE_CLOUD_KEYFILE_JSON", "GCLOUD_KEYFILE_JSON"] as const;
const tokenVariable = "GOOGLE_OAUTH_ACCESS_TOKEN";
const fileVariable = "GOOGLE_APPLICATION_CREDENTIALS";

const advice =
  "Sign in (`gcloud auth application-default login`), or name the key file of a service account " +
  `(${fileVariable}).`;

/**
 * Sees that Google lets the provider in, with what that one finds first: an access token, keys in the environment, those of
 * gcloud, the account of this machine.
 *
 * @param tokenInfo where Google says what it thinks of an access token
 * @throws RunError
 */
export async function checkGoogle(
  env: NodeJS.ProcessEnv,
  timeout = patience,
  tokenInfo = "https://oauth2.googleapis.com/tokeninfo",
): Promise<void> {
  const token = env[tokenVariable];
  const question = token
    ? { source: tokenVariable, address: tokenInfo, form: { access_token: await contentOf(token) } }
    : await aboutKeys(env, timeout);
  if (question && !hasProxy(env)) await put(question, timeout);
}

/** @returns undefined where something is there that only the provider can use */
async function aboutKeys(env: NodeJS.ProcessEnv, timeout: number): Promise<Question | undefined> {
  const variable = keyVariables.find((name) => env[name]);
  if (variable) return questionOf(variable, await contentOf(env[variable] ?? ""));
  const named = env[fileVariable];
  if (named) return questionOf(fileVariable, await namedContent(named));
  const file = path.join(env.HOME ?? os.homedir(), ".config/gcloud/application_default_credentials.json");
  const content = await fs.readFile(file, "utf8").catch(() => undefined);
  if (content !== undefined) return questionOf(file, content);
  if (await hasAccount(env, timeout)) return undefined;
  const variables = [...keyVariables, tokenVariable, fileVariable].join(", ");
  throw new RunError(
    `Google Cloud needs credentials, and none are found: none of ${variables} is set, nobody is signed in with gcloud, and ` +
      `this machine has no account. ${advice}`,
  );
}

/** Of a file, where it names one. */
async function contentOf(value: string): Promise<string> {
  const content = await fs.readFile(value, "utf8").catch(() => value);
  return content.trim();
}

const namedContent = (file: string): Promise<string> =>
  fs.readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new RunError(
      `${fileVariable} is ${file}, which cannot be read (${error.code}). Allowed: a file with credentials. ${advice}`,
    );
  });

/** Whether this machine has an account: its metadata service knows its name. */
async function hasAccount(env: NodeJS.ProcessEnv, timeout: number): Promise<boolean> {
  const host = env.GCE_METADATA_HOST ? `http://${env.GCE_METADATA_HOST}` : metadataAddress;
  const address = `${host}/computeMetadata/v1/instance/service-accounts/default/email`;
  const answer = await metadata(address, timeout, { "metadata-flavor": "Google" });
  return answer?.ok === true;
}

/** @throws RunError where Google refuses */
async function put({ source, address, form }: Question, timeout: number): Promise<void> {
  const { status, answer } = await ask("Google Cloud", address, timeout, async (signal) => {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams(form), signal });
    return { status: response.status, answer: jsonIn(await response.text()) };
  });
  // What fails there is no word on the credentials.
  if (status === 200 || status === 429 || status >= 500) return;
  const { error, error_description: description } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  const reason = [error, description]
    .filter((one) => typeof one === "string")
    .join(": ")
    .replace(/\.$/, "");
  throw new RunError(`Google refuses the credentials of ${source}: ${reason || `HTTP ${status}`}. ${advice}`);
}
