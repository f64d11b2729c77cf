import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import { checkAws } from "../../../../stacks/function-platform/credentials/aws";
import { bodyOf, httpServer, type HttpServer } from "../../../support/http-server";

/** What AWS's STS answers. */
const identity = (account: string) =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const refusal = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

let home: string;
let server: HttpServer;
let answer: { status: number; body: string } | undefined;
const requests: { readonly line: string; readonly authorization?: string; readonly body: string }[] = [];
beforeEach(async () => {
  home = await fs.mkdtemp(path.join(os.tmpdir(), "cake-aws-"));
  await fs.mkdir(path.join(home, ".aws"));
  requests.length = 0;
  answer = { status: 200, body: identity("123456789012") };
  server = await httpServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      const { method, url, headers } = incoming;
      requests.push({
        line: `${method} ${url}`,
        authorization: headers.authorization,
        body: body.toString(),
      });
      if (answer) outgoing.writeHead(answer.status).end(answer.body);
    });
  });
});
afterEach(async () => {
  await server.close();
  await fs.rm(home, { recursive: true });
});

const keys = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "s3cret" };
const lambda = { region: "eu-central-1" };
const file = (name: "config" | "credentials", content: string) =>
  fs.writeFile(path.join(home, ".aws", name), content);

/** Where STS and the metadata service are the test's own server. */
const check = (env: NodeJS.ProcessEnv, config: Parameters<typeof checkAws>[0] = lambda, timeout?: number) =>
  checkAws(
    config,
    { HOME: home, AWS_ENDPOINT_URL_STS: server.url, AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url, ...env },
    timeout,
  );

/** @returns what the check says; it must refuse */
async function refused(...args: Parameters<typeof check>): Promise<string> {
  const error = await check(...args).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(RunError.isInstance(error)).toBe(true);
  const { message } = error as Error;
  expect(message).not.toContain("s3cret");
  return message;
}

const advice = "Sign in (`aws sso login`, `aws configure`), name a profile (AWS_PROFILE), or set the keys.";
const asked = [
  {
    line: "POST /",
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/eu-central-1\/sts\/aws4_request/,
    ) as string,
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  },
];

describe("keys", () => {
  const profile = "aws_access_key_id = AKIATEST\naws_secret_access_key=s3cret\n";

  test.each<[string, NodeJS.ProcessEnv, string?, string?]>([
    ["of the environment", keys],
    ["of the environment, though a profile is named", { ...keys, AWS_PROFILE: "gone" }],
    ["of the default profile", {}, `[default]\n${profile}`],
    ["of a profile of the file of credentials", { AWS_PROFILE: "shop" }, `[shop]\r\n${profile}`],
    ["of a profile of the other file", { AWS_PROFILE: "shop" }, "", `[profile shop]\nregion = x\n${profile}`],
    [
      "of a profile named in the old way",
      { AWS_DEFAULT_PROFILE: "shop" },
      `# a\n[a]\nx=y\n[ shop ]\n${profile}`,
    ],
  ])("%s are shown to AWS, which knows whose they are", async (_, env, credentials = "", config = "") => {
    await file("credentials", credentials);
    await file("config", config);
    await check(env);
    expect(requests).toEqual(asked);
  });

  test("in files of other names, too", async () => {
    const [credentials, config] = [path.join(home, "a"), path.join(home, "b")];
    await fs.writeFile(credentials, `[shop]\n${profile}`);
    await fs.writeFile(config, "[profile shop]\nregion = eu-central-1\n");
    await check({ AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: config, AWS_PROFILE: "shop" });
    expect(requests).toEqual(asked);
  });

  test.each([
    [keys, "AWS_ACCESS_KEY_ID"],
    [{ AWS_PROFILE: "shop" }, "profile shop"],
  ])("that AWS refuses are refused, with its reason", async (env, source) => {
    await file("credentials", `[shop]\n${profile}`);
    const message = "The security token included in the request is invalid";
    answer = { status: 403, body: refusal("InvalidClientTokenId", `${message}.`) };
    expect(await refused(env)).toBe(
      `AWS refuses the credentials of ${source}: ${message} (InvalidClientTokenId). ${advice}`,
    );
  });

  test("are refused in one line, whatever else AWS says of the request", async () => {
    answer = {
      status: 403,
      body: refusal("SignatureDoesNotMatch", "It does not match.\n\nPOST\ntoken:s3cret"),
    };
    expect(await refused(keys)).toBe(
      `AWS refuses the credentials of AWS_ACCESS_KEY_ID: It does not match (SignatureDoesNotMatch). ${advice}`,
    );
    answer = { status: 400, body: "" };
    expect(await refused(keys)).toContain("AWS_ACCESS_KEY_ID: HTTP 400 (400). Sign in");
  });

  test.each([429, 500, 503])("are not refused where AWS itself fails: %d", async (status) => {
    answer = { status, body: "" };
    await expect(check(keys)).resolves.toBeUndefined();
  });

  test("of another account than the configured one", async () => {
    await check(keys, { ...lambda, account: "123456789012" });
    expect(await refused(keys, { ...lambda, account: "999999999999" })).toBe(
      "cake:functions.account is 999999999999, and the credentials of AWS_ACCESS_KEY_ID are of account 123456789012. " +
        "Use those of that account (AWS_PROFILE), or correct the key.",
    );
  });

  test.each([
    ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"],
  ])("of which only one is set: %s", async (there, missing) => {
    expect(await refused({ [there]: "x" })).toBe(
      `AWS needs two keys: ${there} is set, and ${missing} is not. Set both, or none.`,
    );
    expect(requests).toEqual([]);
  });
});

describe("what only the provider can use is left to it, and nobody is asked", () => {
  test.each([
    "sso_session = shop",
    "sso_start_url = https://shop.awsapps.com/start",
    "role_arn = arn:aws:iam::1:role/shop",
    "source_profile = base",
    "credential_process = /bin/vault",
    "credential_source = Ec2InstanceMetadata",
    "web_identity_token_file = /token",
    "login_session = arn:aws:iam::1:user/flora",
  ])("a profile with %s", async (line) => {
    await file("config", `[default]\nregion = eu-central-1\n${line}\n`);
    await check({});
    expect(requests).toEqual([]);
  });

  test.each([
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  ])("a role by %s", async (name) => {
    await check({ [name]: "/x" });
    expect(requests).toEqual([]);
  });

  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])("a way by %s", async (name) => {
    await check({ ...keys, [name]: "http://proxy.test" });
    expect(requests).toEqual([]);
  });
});

describe("without any", () => {
  const none =
    "no AWS_ACCESS_KEY_ID, no profile with keys or a way to sign in, no web identity, and this machine has no role.";
  const metadata = "GET /latest/meta-data/iam/security-credentials/";

  test.each([200, 401])(
    "the role of this machine is taken: its metadata service answers %d",
    async (status) => {
      answer = { status, body: "shop-role" };
      await check({});
      expect(requests.map(({ line }) => line)).toEqual([metadata]);
    },
  );

  test.each([403, 404])("a machine without a role is refused: %d", async (status) => {
    answer = { status, body: "" };
    expect(await refused({})).toBe(`AWS needs credentials, and none are found: ${none} ${advice}`);
    expect(requests.map(({ line }) => line)).toEqual([metadata]);
  });

  test("a machine whose metadata service does not answer is refused", async () => {
    answer = undefined;
    expect(await refused({}, lambda, 50)).toContain("none are found");
    await server.close();
    expect(await refused({})).toContain("none are found");
  });

  test("nobody is asked where that is switched off", async () => {
    expect(await refused({ AWS_EC2_METADATA_DISABLED: "True" })).toContain("none are found");
    expect(requests).toEqual([]);
  });

  test("a profile that says nothing of them has none", async () => {
    answer = { status: 404, body: "" };
    await file("config", "[profile shop]\nregion = eu-central-1\ns3 =\n  role_arn = nested\n");
    expect(await refused({ AWS_PROFILE: "shop" })).toBe(
      `AWS needs credentials, and profile shop has none: ${none} ${advice}`,
    );
  });

  test("a profile that is not there is refused, with those that are", async () => {
    await file("config", "[default]\n[profile shop]\n[sso-session x]\n");
    await file("credentials", "[other]\n");
    expect(await refused({ AWS_PROFILE: "shopp" })).toBe(
      "AWS_PROFILE is shopp, and there is no such profile. Profiles: default, shop, other. " +
        "Name one of them, or make it (`aws configure sso`, `aws configure`).",
    );
    expect(requests).toEqual([]);
  });

  test("a machine without AWS's files has no profiles", async () => {
    await fs.rm(path.join(home, ".aws"), { recursive: true });
    expect(await refused({ AWS_PROFILE: "shop" })).toContain("Profiles: none.");
  });
});

test("an AWS that does not answer in time is said to be, with its address", async () => {
  answer = undefined;
  const { host } = new URL(server.url);
  const [unknown, reach] = [
    "AWS cannot be asked whether it takes your credentials:",
    "See that this machine reaches the internet.",
  ];
  expect(await refused(keys, lambda, 50)).toBe(
    `${unknown} ${host} does not answer (no answer within 0.05 s). ${reach}`,
  );
  await server.close();
  expect(await refused(keys)).toBe(`${unknown} ${host} does not answer (ECONNREFUSED). ${reach}`);
});
