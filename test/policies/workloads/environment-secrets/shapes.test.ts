import { secretIn } from "../../../../policies/workloads/environment-secrets/shapes";

/** Characters of which a secret may be. Secrets are put together here, so that nobody who looks for some finds these. */
const some = (length: number) => "a0Z".repeat(length).slice(0, length);
const capitals = (length: number) => "A2Z7".repeat(length).slice(0, length);
const key = (kind: string) => ["-----BEGIN", kind, "KEY-----"].join(" ");
const jwt = (...lengths: [number, number, number]) =>
  lengths.map((length, index) => `${index < 2 ? "eyJ" : ""}${some(length)}`).join(".");

it.each([
  ["a private key", key("PRIVATE")],
  ["a private key", `text\n${key("RSA PRIVATE")}\nMIIE`],
  ["a private key", key("ENCRYPTED PRIVATE")],
  ["a private key", key("OPENSSH PRIVATE")],
  ["a private key", ["-----BEGIN", "PGP PRIVATE KEY", "BLOCK-----"].join(" ")],
  ["a JSON Web Token", jwt(8, 8, 8)],
  ["a JSON Web Token", `Bearer ${jwt(30, 80, 43)}`],
  ["an access key of AWS", `AKIA${capitals(16)}`],
  ["an access key of AWS", `id=ASIA${capitals(16)};`],
  ...["ghp", "gho", "ghu", "ghs", "ghr"].map((kind) => ["a token of GitHub", `${kind}_${some(36)}`]),
  ["a token of GitHub", `x github_pat_${some(22)}`],
  ["a token of GitLab", `glpat-${some(18)}-_`],
  ...["xoxa", "xoxb", "xoxe", "xoxo", "xoxp", "xoxr", "xoxs"].map((kind) => [
    "a token of Slack",
    `${kind}-${some(9)}-`,
  ]),
  ...["sk_live", "sk_test", "rk_live", "rk_test", "whsec"].map((kind) => [
    "a key of Stripe",
    `${kind}_${some(16)}`,
  ]),
  ["a key of Google", `AIza${some(33)}-_`],
  ["a token of npm", `npm_${some(36)}`],
])("finds %s in %p", (name, text) => expect(secretIn(text)).toBe(name));

it.each([
  "",
  "plain",
  ["-----BEGIN", "PUBLIC", "KEY-----"].join(" "),
  ["-----BEGIN", "CERTIFICATE-----"].join(" "),
  ["-----BEGIN", "rsa PRIVATE", "KEY-----"].join(" "),
  "PRIVATE KEY",
  jwt(7, 8, 8),
  jwt(8, 7, 8),
  jwt(8, 8, 7),
  `x${jwt(8, 8, 8)}`,
  jwt(8, 8, 8).replace(".", " "),
  `eyJ${some(8)}.${some(11)}.${some(8)}`,
  `AKIA${capitals(15)}`,
  `AKIA${capitals(17)}`,
  `XAKIA${capitals(16)}`,
  `AKIA${capitals(15)}1`,
  `ABIA${capitals(16)}`,
  `ghp_${some(35)}`,
  `ghx_${some(36)}`,
  `xghp_${some(36)}`,
  `github_pat_${some(21)}`,
  `glpat-${some(19)}`,
  `xglpat-${some(20)}`,
  `xoxb-${some(9)}`,
  `xoxz-${some(10)}`,
  `axoxb-${some(10)}`,
  `sk_live_${some(15)}`,
  `pk_live_${some(16)}`,
  `ask_live_${some(16)}`,
  `sk_other_${some(16)}`,
  `AIza${some(34)}`,
  `xAIza${some(35)}`,
  `npm_${some(35)}`,
  `xnpm_${some(36)}`,
])("finds nothing in %p", (text) => expect(secretIn(text)).toBeUndefined());

it.each([
  "postgres://app:hunter2@db/app",
  "postgresql://app:hunter2@db:5432/app?sslmode=require",
  "mongodb+srv://app:hunter2@db",
  "POSTGRES://app:hunter2@db",
  "redis://:hunter2@cache",
  "https://user:%21x@host/path",
  "a list: http://one http://user:pass@two",
  "http://$(USER):$(PASSWORD)@one http://user:pass@two",
  "http://user:p:q@host",
  "http://user:sha256@host",
])("finds a URL with a password in %p", (text) => expect(secretIn(text)).toBe("a URL with a password"));

it.each([
  "postgres://db/app",
  "postgres://app@db/app",
  "postgres://db:5432/app",
  "postgres://app:@db/app",
  "postgres://app:$(DB_PASSWORD)@db/app",
  "postgres://app:${DB_PASSWORD}@db/app",
  "postgres://app:$DB_PASSWORD@db/app",
  "postgres://app:<password>@db/app",
  "postgres://app:{{password}}@db/app",
  "postgres://app:****@db/app",
  "http://host:8080/a@b",
  "http://host:8080?a@b",
  "http://host:8080#a@b",
  "http://host/a:b@c",
  "http://host?a:b@c",
  "http://host#a:b@c",
  "http://a@b:c@d",
  "http://host:80 a@b",
  "http://ho st:80@b",
  `http://host:80"@b`,
  "http://host:80'@b",
  `http://"a":b@c`,
  "http://'a':b@c",
  "user:pass@host",
  "://user:pass@host",
  `docker://nginx:1.29@sha256:${"0".repeat(64)}`,
])("finds no password in %p", (text) => expect(secretIn(text)).toBeUndefined());
