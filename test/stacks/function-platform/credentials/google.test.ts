import { generateKeyPairSync } from "node:crypto";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { checkGoogle } from "../../../../stacks/function-platform/credentials/google";
import { bodyOf, httpServer, type HttpServer } from "../../../support/http-server";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" });

let home: string;
let server: HttpServer;
let answer: { status: number; body: object | string } | undefined;
const requests: { readonly line: string; readonly flavor?: unknown; readonly form: object }[] = [];
beforeEach(async () => {
  home = await fs.mkdtemp(path.join(os.tmpdir(), "cake-google-"));
  requests.length = 0;
  answer = { status: 200, body: { access_token: "x" } };
  server = await httpServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      const { method, url, headers } = incoming;
      const form = Object.fromEntries(new URLSearchParams(body.toString()));
      requests.push({ line: `${method} ${url}`, flavor: headers["metadata-flavor"], form });
      if (!answer) return;
      outgoing
        .writeHead(answer.status)
        .end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
});
afterEach(async () => {
  await server.close();
  await fs.rm(home, { recursive: true });
});

const account = () => ({
  type: "service_account",
  client_email: "ci@shop.test",
  private_key: pem,
  token_uri: `${server.url}/token`,
});
const user = () => ({
  type: "authorized_user",
  client_id: "gcloud",
  client_secret: "s3cret",
  refresh_token: "r3fresh",
  token_uri: `${server.url}/token`,
});

async function file(name: string, content: object | string): Promise<string> {
  const target = path.join(home, name);
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.writeFile(target, typeof content === "string" ? content : JSON.stringify(content));
  return target;
}
const signedIn = ".config/gcloud/application_default_credentials.json";

/** Where Google and the metadata service are the test's own server. */
const check = (env: NodeJS.ProcessEnv, timeout?: number) =>
  checkGoogle(
    { HOME: home, GCE_METADATA_HOST: new URL(server.url).host, ...env },
    timeout,
    `${server.url}/tokeninfo`,
  );

/** @returns what the check says; it must refuse */
async function refused(...args: Parameters<typeof check>): Promise<string> {
  const error = await check(...args).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(RunError.isInstance(error)).toBe(true);
  const { message } = error as Error;
  expect(message).not.toMatch(/s3cret|r3fresh|PRIVATE KEY/);
  return message;
}

const advice =
  "Sign in (`gcloud auth application-default login`), or name the key file of a service account " +
  "(GOOGLE_APPLICATION_CREDENTIALS).";
const refreshed = {
  grant_type: "refresh_token",
  client_id: "gcloud",
  client_secret: "s3cret",
  refresh_token: "r3fresh",
};

describe("keys", () => {
  test.each(["GOOGLE_CREDENTIALS", "GOOGLE_CLOUD_KEYFILE_JSON", "GCLOUD_KEYFILE_JSON"])(
    "in %s are shown to Google, whether it has them or a file",
    async (name) => {
      await check({ [name]: JSON.stringify(user()) });
      await check({ [name]: await file("keys.json", user()), GOOGLE_APPLICATION_CREDENTIALS: "/nowhere" });
      expect(requests.map(({ line, form }) => [line, form])).toEqual(
        Array(2).fill(["POST /token", refreshed]),
      );
    },
  );

  test("in the file that is named, and in that of gcloud", async () => {
    await file(signedIn, user());
    await check({});
    await file(signedIn, "no JSON");
    await check({ GOOGLE_APPLICATION_CREDENTIALS: await file("keys.json", user()) });
    expect(requests.map(({ form }) => form)).toEqual([refreshed, refreshed]);
  });

  test("of a service account sign for it, for some minutes", async () => {
    await check({ GOOGLE_CREDENTIALS: JSON.stringify(account()) });
    const { grant_type, assertion } = requests[0]!.form as { grant_type: string; assertion: string };
    expect(grant_type).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: "RS256", typ: "JWT" });
    const { iat, exp, ...claims } = decodeJwt(assertion);
    expect(claims).toEqual({
      iss: "ci@shop.test",
      aud: `${server.url}/token`,
      scope: "https://www.googleapis.com/auth/cloud-platform",
    });
    expect(exp! - iat!).toBe(300);
  });

  test("an access token is shown to Google before any keys", async () => {
    const env = { GOOGLE_OAUTH_ACCESS_TOKEN: "ya29", GOOGLE_CREDENTIALS: JSON.stringify(user()) };
    await check(env);
    await check({ ...env, GOOGLE_OAUTH_ACCESS_TOKEN: await file("token", "ya29\n") });
    expect(requests.map(({ line, form }) => [line, form])).toEqual(
      Array(2).fill(["POST /tokeninfo", { access_token: "ya29" }]),
    );
  });

  test("that Google refuses are refused, with its reason", async () => {
    answer = {
      status: 400,
      body: { error: "invalid_grant", error_description: "Token has been expired or revoked." },
    };
    const name = await file(signedIn, user());
    expect(await refused({})).toBe(
      `Google refuses the credentials of ${name}: invalid_grant: Token has been expired or revoked. ${advice}`,
    );
    answer = { status: 400, body: { error: "invalid_token" } };
    expect(await refused({ GOOGLE_OAUTH_ACCESS_TOKEN: "ya29" })).toBe(
      `Google refuses the credentials of GOOGLE_OAUTH_ACCESS_TOKEN: invalid_token. ${advice}`,
    );
    answer = { status: 401, body: "no JSON" };
    expect(await refused({})).toContain(": HTTP 401. Sign in");
  });

  test.each([429, 500, 503])("are not refused where Google itself fails: %d", async (status) => {
    answer = { status, body: "" };
    await expect(check({ GOOGLE_CREDENTIALS: JSON.stringify(user()) })).resolves.toBeUndefined();
  });

  test.each<[string, object | string]>([
    ["no JSON", "no JSON"],
    ["a list", []],
    ["no type", { client_id: "gcloud" }],
    ["an account without its key", { ...{ type: "service_account" }, client_email: "ci@shop.test" }],
    ["a user without a token", { ...{ type: "authorized_user" }, client_id: "x", client_secret: "s3cret" }],
  ])("that are none are refused: %s", async (_, content) => {
    const problem =
      "holds no credentials of Google's form. Allowed: JSON as Google makes it, such as the key file of a service " +
      "account, or the path of a file with that.";
    const text = typeof content === "string" ? content : JSON.stringify(content);
    expect(await refused({ GOOGLE_CREDENTIALS: text })).toBe(`GOOGLE_CREDENTIALS ${problem}`);
    const name = await file("keys.json", text);
    expect(await refused({ GOOGLE_APPLICATION_CREDENTIALS: name })).toBe(
      `GOOGLE_APPLICATION_CREDENTIALS ${problem}`,
    );
    expect(requests).toEqual([]);
  });

  test("that cannot be read are refused", async () => {
    const content = JSON.stringify({ ...account(), private_key: "-----BEGIN PRIVATE KEY-----\nx" });
    expect(await refused({ GOOGLE_CREDENTIALS: content })).toBe(
      "The private_key in GOOGLE_CREDENTIALS cannot be read. Make another key for ci@shop.test.",
    );
    expect(await refused({ GOOGLE_APPLICATION_CREDENTIALS: "/nowhere" })).toBe(
      `GOOGLE_APPLICATION_CREDENTIALS is /nowhere, which cannot be read (ENOENT). Allowed: a file with credentials. ${advice}`,
    );
    expect(requests).toEqual([]);
  });
});

describe("what only the provider can use is left to it, and nobody is asked", () => {
  test.each(["external_account", "impersonated_service_account", "gdch_service_account"])(
    "%s",
    async (type) => {
      await check({ GOOGLE_CREDENTIALS: JSON.stringify({ type, audience: "x" }) });
      expect(requests).toEqual([]);
    },
  );

  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])("a way by %s", async (name) => {
    const way = { [name]: "http://proxy.test" };
    await check({ GOOGLE_CREDENTIALS: JSON.stringify(user()), ...way });
    await check({ GOOGLE_OAUTH_ACCESS_TOKEN: "ya29", ...way });
    expect(requests).toEqual([]);
  });
});

describe("without any", () => {
  const none =
    "Google Cloud needs credentials, and none are found: none of GOOGLE_CREDENTIALS, GOOGLE_CLOUD_KEYFILE_JSON, " +
    "GCLOUD_KEYFILE_JSON, GOOGLE_OAUTH_ACCESS_TOKEN, GOOGLE_APPLICATION_CREDENTIALS is set, nobody is signed in with " +
    `gcloud, and this machine has no account. ${advice}`;
  const metadata = "GET /computeMetadata/v1/instance/service-accounts/default/email";

  test("the account of this machine is taken", async () => {
    await check({});
    expect(requests).toEqual([{ line: metadata, flavor: "Google", form: {} }]);
  });

  test("a machine without one is refused", async () => {
    answer = { status: 404, body: "" };
    expect(await refused({})).toBe(none);
    answer = undefined;
    expect(await refused({}, 50)).toBe(none);
    await server.close();
    expect(await refused({})).toBe(none);
  });
});

test("a Google that does not answer in time is said to be, with its address", async () => {
  answer = undefined;
  const env = { GOOGLE_CREDENTIALS: JSON.stringify(user()) };
  const { host } = new URL(server.url);
  expect(await refused(env, 50)).toBe(
    `Google Cloud cannot be asked whether it takes your credentials: ${host} does not answer (no answer within 0.05 s). ` +
      "See that this machine reaches the internet.",
  );
  await server.close();
  expect(await refused(env)).toContain(`${host} does not answer (ECONNREFUSED)`);
});
