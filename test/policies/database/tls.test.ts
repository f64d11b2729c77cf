import { urlOf, jdbcUrlOf } from "../../../components/cockroach/application/endpoint";
import { databaseTls as policy } from "../../../policies/database/tls";
import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { judge } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { configMap, deployment, givers, secret } from "./givers";

const url = (query: string) => `postgresql://shop:hunter2@db.example.com:26257/shop${query}`;
const why =
  "Why: With less than verify-full, whoever is between a program and its database can answer in its place, and read the " +
  "password and all data. https://www.postgresql.org/docs/current/libpq-ssl.html";
const fix = "Fix: Write sslmode=verify-full in it.";

describe.each(givers)("what is given by %s", (_, at, giver) => {
  it("says where, and nothing of the address", () => {
    const given = giver(url("?sslmode=require"));
    const words = `${at} holds the address of a database with sslmode require.\n  ${fix}\n  ${why}`;
    expectViolation(policy, given, words);
    expect(judge(policy, given)[0]?.message).toBe(words);
  });

  it("passes with a certificate that is verified", () => {
    expectCompliance(policy, giver(url("?sslmode=verify-full")));
  });
});

describe("an address", () => {
  const given = (text: Value) => secret({ url: text });
  const holds = "holds the address of a database with";

  it.each([
    ["disable", "sslmode disable"],
    ["allow", "sslmode allow"],
    ["prefer", "sslmode prefer"],
    ["require", "sslmode require"],
    ["verify-ca", "sslmode verify-ca"],
    ["hunter2", "an sslmode that does not exist"],
    ["", "an sslmode that does not exist"],
  ])("is refused with sslmode %s", (mode, words) => {
    expectViolation(policy, given(url(`?sslmode=${mode}`)), `stringData[url] ${holds} ${words}.\n  ${fix}`);
    expectViolation(policy, given(url(`?application_name=a&sslmode=${mode}&b=c`)), `${holds} ${words}.`);
  });

  it.each([
    url(""),
    url("?"),
    url("?ssl=true"),
    url("?ssl=x-verify-full"),
    url("?nossl=verify-full"),
    url("?other=sslmode"),
    "postgres://db.example.com",
    "cockroach://root@db.example.com/shop",
    "cockroachdb://root@db.example.com/shop",
    "jdbc:postgresql://db.example.com/shop",
    "postgresql+asyncpg://db.example.com/shop",
    "POSTGRESQL://db.example.com/shop",
    "url: 'postgresql://db.example.com/shop'",
    "postgresql:///shop?host=db.example.com",
    "postgresql://localhost.example.com/shop",
    "postgresql://xlocalhost/shop",
    "postgresql://127.0.0.1.example.com/shop",
    "postgresql://127.0.0/shop",
    "postgresql://a127.0.0.1/shop",
    "postgresql://localhost,db.example.com/shop",
    "postgresql://localhost@db.example.com/shop",
    "postgresql://shop:p@localhost:5432@db.example.com/shop",
    "host=db.example.com user=shop password=hunter2",
    "host = 'db.example.com' dbname=shop",
    "  host=db.example.com  dbname=shop  ",
  ])("is refused without sslmode: %s", (text) => {
    expectViolation(
      policy,
      given(text),
      `stringData[url] ${holds} no sslmode, which verifies nothing.\n  ${fix}`,
    );
  });

  it.each([
    url("?sslmode=VERIFY-FULL"),
    url("?sslmode=verify-full&sslrootcert=/ca.crt"),
    url("?ssl=true&sslmode=verify-full"),
    url("?ssl=verify-full"),
    `${url("?sslmode=verify-full")},`,
    `(${url("?sslmode=verify-full")}).`,
    `{"url": "${url("?sslmode=verify-full")}"}`,
    `{ url: ${url("?sslmode=verify-full")}};`,
    "host=db.example.com user=shop sslmode=verify-full",
    "host=db.example.com user=shop password='a b' sslmode='verify-full'",
    "host=/run/postgresql dbname=shop",
    "host=localhost dbname=shop",
    "host=db.example.com port=5432",
    "user=shop dbname=shop",
    "a sentence with host=db.example.com user=shop in it",
    "see host=db.example.com user=shop",
    "host=db.example.com user=shop and more",
    "host='db.example.com'user='shop'",
    "postgresql://127.10.20.30:5432/shop",
    "postgresql:///shop",
    "postgresql:///shop?host=/run/postgresql",
    "postgresql://%2Frun%2Fpostgresql/shop",
    "postgresql://localhost:5432/shop",
    "postgresql://shop@LOCALHOST/shop",
    "postgresql://127.0.0.1:5432/shop",
    "postgresql://127.0.0.1/shop",
    "postgresql://[::1]:5432/shop",
    "postgresql://[::1]/shop",
    "postgresql://db.example.com/shop?host=::1",
    "postgresql://localhost:1,127.0.0.1:2/shop",
    "mysql://db.example.com/shop",
    "https://db.example.com/shop",
    "see postgresql:// for more",
  ])("passes: %s", (text) => {
    expectCompliance(policy, given(text));
  });

  it("is judged with those beside it, each kind of fault once", () => {
    expectViolation(
      policy,
      given([url("?sslmode=allow"), url("?sslmode=verify-full"), url("?sslmode=allow"), url("")].join("\n")),
      "sslmode allow",
      "no sslmode",
    );
    expectViolation(
      policy,
      secret({ known: url(""), later: UNKNOWN, good: url("?sslmode=verify-full") }),
      "stringData[known]",
    );
    expectCompliance(policy, secret(UNKNOWN));
    expectCompliance(policy, given(UNKNOWN));
  });

  it("may be verified without its name where somebody configured that", () => {
    const setting = { options: { modes: ["verify-ca", "verify-full"] } };
    expectCompliance(policy, given(url("?sslmode=verify-ca")), setting);
    expectCompliance(
      policy,
      configMap({ PGSSLMODE: "verify-ca", "app.ini": "sslmode = verify-ca" }),
      setting,
    );
    expectViolation(
      policy,
      given(url("?sslmode=require")),
      "Fix: Write sslmode=verify-ca or verify-full in it.",
      setting,
    );
    expectViolation(
      policy,
      configMap({ PGSSLMODE: "require" }),
      "Fix: Set it to verify-ca or verify-full.",
      setting,
    );
  });
});

describe("a variable for the mode", () => {
  it.each(["PGSSLMODE", "DB_SSLMODE", "DB_SSL_MODE", "sslmode", "SSLMODE", "DB_PGSSLMODE"])(
    "is verify-full: %s",
    (name) => {
      const pod = (value: Value) => deployment({ env: [{ name, value }] });
      const at = `spec.template.spec.containers[api].env[${name}]`;
      expectViolation(policy, pod("require"), `${at} is require.\n  Fix: Set it to verify-full.`);
      expectViolation(
        policy,
        pod("hunter2"),
        `${at} is no mode that verifies.\n  Fix: Set it to verify-full.`,
      );
      for (const value of ["verify-full", "VERIFY_IDENTITY", "$(MODE)", UNKNOWN, undefined] as Value[])
        expectCompliance(policy, pod(value));
      for (const value of ["VERIFY_IDENTITY_NOT", "DO_VERIFY_IDENTITY"])
        expectViolation(policy, pod(value), "is no mode that verifies");
    },
  );

  it.each(["SSLMODES", "PGSSLMODE_OF_OTHERS", "LESSLMODE"])("is not %s", (name) => {
    expectCompliance(policy, configMap({ [name]: "require" }));
  });

  it("may come from elsewhere, and has to have a name", () => {
    const source = { valueFrom: { secretKeyRef: { name: "login", key: "mode" } } };
    expectCompliance(policy, deployment({ env: [{ name: "PGSSLMODE", ...source }] }));
    expectCompliance(policy, deployment({ env: [{ name: UNKNOWN, value: "require" }, UNKNOWN] }));
  });
});

describe("a mode within a text", () => {
  const at = "data[app]";
  it.each([
    ["sslmode=disable", "disable"],
    ["  sslmode: prefer", "prefer"],
    ['"sslmode": "require"', "require"],
    ["'ssl_mode' = 'allow'", "allow"],
    ["SSLMODE=verify-ca", "verify-ca"],
    ["psql 'host=db sslmode=require user=shop' -c x", "require"],
  ])("is verify-full, too: %s", (text, mode) => {
    expectViolation(
      policy,
      configMap({ app: text }),
      `${at} sets sslmode to ${mode}.\n  Fix: Write sslmode=verify-full there.`,
    );
  });

  it("is told once, and once only where an address says it", () => {
    expectViolation(
      policy,
      configMap({ app: "sslmode=allow\nsslmode=allow\nsslmode=prefer" }),
      "allow",
      "prefer",
    );
    expectViolation(policy, configMap({ app: `x ${url("?sslmode=require")} y` }), "holds the address");
    expectViolation(policy, configMap({ app: "host=db user=shop sslmode=require" }), "holds the address");
  });

  it.each([
    "sslmode=verify-full",
    "sslmode=${MODE}",
    "sslmode: string",
    "nosslmode=require",
    "sslmode may be require",
    "sslmode verify-full",
  ])("passes: %s", (text) => {
    expectCompliance(policy, configMap({ app: text }));
  });
});

describe("what is no text", () => {
  it.each<[string, Properties]>([
    ["aws:lambda/function:Function", { environment: UNKNOWN }],
    ["aws:lambda/function:Function", { environment: { variables: { A: 1, B: { c: "d" } } } }],
    ["aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: "[{" }],
    ["aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: UNKNOWN }],
    ["aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: "null" }],
    ["aws:ecs/taskDefinition:TaskDefinition", {}],
    ["gcp:cloudrunv2/service:Service", { template: { containers: UNKNOWN } }],
    ["kubernetes:core/v1:Secret", { data: { url: 5, other: UNKNOWN } }],
    ["kubernetes:core/v1:ConfigMap", {}],
    ["kubernetes:apps/v1:Deployment", { spec: { template: { spec: { containers: "all" } } } }],
    ["aws:ssm/parameter:Parameter", { value: UNKNOWN }],
  ])("throws nothing: %s %#", (type, properties) => {
    expectCompliance(policy, resource(type, properties));
  });

  it("is not read where programs get nothing from", () => {
    expectCompliance(
      policy,
      object({ apiVersion: "v1", kind: "Service", metadata: { name: "api" }, data: { url: url("") } }),
    );
    expect(policy.concerns("kubernetes:core/v1:Service")).toBe(false);
  });
});

it("has nothing against what this project makes", () => {
  const endpoint = {
    host: "db.example.com",
    port: 26257,
    database: "shop",
    user: "shop_app_a",
    password: "a%",
  };
  const authority = { ...endpoint, ca: "PEM" };
  for (const one of [endpoint, authority])
    expectCompliance(policy, secret({ url: urlOf(one), jdbcUrl: jdbcUrlOf(one) }));
});
