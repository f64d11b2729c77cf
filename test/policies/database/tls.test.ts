import { urlOf, jdbcUrlOf } from "../../../components/cockroach/application/endpoint";
import { authentication, serverSettings } from "../../../components/cockroach/postgres/settings";
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

describe("a PostgreSQL of our own", () => {
  const files = (conf: string, hba: string) => configMap({ "postgresql.conf": conf, "pg_hba.conf": hba });
  const good = { conf: "ssl = on", hba: "hostssl all all all scram-sha-256" };

  it.each(["", "ssl = off", "ssl = on\nssl = off", "# ssl = on", "ssl_x = on", "xssl = on", "ssl = 'offon'"])(
    "has TLS: %j",
    (conf) => {
      expectViolation(
        policy,
        files(conf, good.hba),
        "data[postgresql.conf] leaves TLS off.\n  Fix: Set ssl = on, with ssl_cert_file and ssl_key_file.",
      );
    },
  );

  it.each(["TLSv1", "TLSv1.1", "SSLv3", ""])("takes no TLS that is broken: %s", (version) => {
    expectViolation(
      policy,
      files(`ssl = on\nssl_min_protocol_version = '${version}'`, good.hba),
      "data[postgresql.conf] takes versions of TLS that are broken.\n  Fix: Set ssl_min_protocol_version = 'TLSv1.3'.",
    );
  });

  it.each([
    "ssl = on",
    "ssl on",
    "ssl=on",
    "SSL = 'TRUE'",
    "ssl = yes",
    "ssl = 1 # TLS",
    "  ssl = on",
    "ssl = off\nssl = on",
    "listen_addresses = '*'\nssl = on\nport = 5432",
    "foo\nssl = on",
    "ssl = on\nssl_min_protocol_version = TLSv1.2",
    "ssl = on\nssl_min_protocol_version = 'TLSv1.3'",
  ])("passes: %j", (conf) => {
    expectCompliance(policy, files(conf, good.hba));
  });

  it("lets nobody in without TLS", () => {
    const line = "data[pg_hba.conf] lets clients in without TLS";
    expectViolation(
      policy,
      files(good.conf, `${good.hba}\n  host all all 0.0.0.0/0 scram-sha-256`),
      `${line} (line 2).\n  Fix: Write hostssl in place of host.`,
    );
    expectViolation(
      policy,
      files(good.conf, "hostnossl\tall all all md5"),
      `${line} (line 1).\n  Fix: Write hostssl in place of hostnossl.`,
    );
    for (const address of ["10.0.0.1/32", "localhosts", "x127.0.0.1/32", "::1/64", "::10"])
      expectViolation(policy, files(good.conf, `host all all ${address} trust`), line);
  });

  it.each([
    "local all all peer",
    "# host all all all md5",
    "hostgssenc all all all gss",
    "host all all localhost trust",
    "host all all 127.0.0.1/32 trust",
    "host all all ::1/128 trust",
    "host all all ::1 trust",
    "host all all all reject",
    "host all all 0.0.0.0 0.0.0.0 reject",
    "",
  ])("lets in: %s", (hba) => {
    expectCompliance(policy, files(good.conf, hba));
  });

  it("is told by the names of its files only", () => {
    expectCompliance(
      policy,
      configMap({ "postgresql.conf.sample": "", "pg_hba.conf.sample": "host all all all md5" }),
    );
    expectViolation(policy, configMap({ "custom-postgresql.conf": "" }), "leaves TLS off");
  });
});

describe("a server of AWS", () => {
  const group = (type: string, family: Value, parameters: Value) => resource(type, { family, parameters });
  const instances = "aws:rds/parameterGroup:ParameterGroup";
  const clusters = "aws:rds/clusterParameterGroup:ClusterParameterGroup";

  it.each([
    [instances, "postgres14", "rds.force_ssl", "1"],
    [instances, "postgres9.6", "rds.force_ssl", "1"],
    [clusters, "postgres13", "rds.force_ssl", "1"],
    [clusters, "aurora-postgresql16", "rds.force_ssl", "1"],
    [instances, "sqlserver-ee-15.0", "rds.force_ssl", "1"],
    [instances, "mysql8.0", "require_secure_transport", "1"],
    [instances, "mariadb10.11", "require_secure_transport", "1"],
    [clusters, "mysql8.0", "require_secure_transport", "1"],
    [clusters, "aurora-mysql8.0", "require_secure_transport", "1"],
    ["aws:redshift/parameterGroup:ParameterGroup", "redshift-1.0", "require_ssl", "true"],
  ])("refuses who comes without TLS: %s of %s", (type, family, name, value) => {
    const fix = `Fix: Give parameters one with the name ${name} and the value ${value}.`;
    const missing = `parameters[${name}] is missing.\n  ${fix}`;
    expectViolation(policy, group(type, family, undefined), missing);
    expectViolation(policy, group(type, family, [{ name: "other", value }]), missing);
    expectViolation(
      policy,
      group(type, family, [{ name, value: "0" }]),
      `parameters[${name}] is "0".\n  ${fix}`,
    );
    for (const parameters of [
      [{ name, value }],
      [{ name, value: UNKNOWN }],
      [{ name: UNKNOWN, value }],
      UNKNOWN,
    ] as Value[])
      expectCompliance(policy, group(type, family, parameters));
  });

  it.each([
    [instances, "postgres15", "rds.force_ssl", "0"],
    [instances, "postgres20", "rds.force_ssl", "0"],
    [clusters, "aurora-postgresql17", "rds.force_ssl", "0"],
    [clusters, "aurora-postgresql20", "rds.force_ssl", "0"],
    ["aws:docdb/clusterParameterGroup:ClusterParameterGroup", "docdb5.0", "tls", "disabled"],
    ["aws:neptune/clusterParameterGroup:ClusterParameterGroup", "neptune1.3", "neptune_enforce_ssl", "0"],
  ])("does so by itself, unless it is told not to: %s of %s", (type, family, name, value) => {
    expectCompliance(policy, group(type, family, undefined));
    expectViolation(policy, group(type, family, [{ name, value }]), `parameters[${name}] is "${value}".`);
  });

  it.each([
    ["aws:docdb/clusterParameterGroup:ClusterParameterGroup", "docdb5.0", "tls", "enabled"],
    ["aws:docdb/clusterParameterGroup:ClusterParameterGroup", "docdb5.0", "tls", "tls1.2+"],
    ["aws:docdb/clusterParameterGroup:ClusterParameterGroup", "docdb5.0", "tls", "tls1.3+"],
    ["aws:docdb/clusterParameterGroup:ClusterParameterGroup", "docdb5.0", "tls", "fips-140-3"],
    ["aws:neptune/clusterParameterGroup:ClusterParameterGroup", "neptune1.3", "neptune_enforce_ssl", "1"],
    [instances, "mysql8.0", "require_secure_transport", "ON"],
    [clusters, "aurora-mysql8.0", "require_secure_transport", "ON"],
  ])("%s of %s takes %s %s", (type, family, name, value) => {
    expectCompliance(policy, group(type, family, [{ name, value }]));
  });

  it.each<[string, Value]>([
    // What Aurora is told, it is told for the cluster.
    [instances, "aurora-postgresql14"],
    [instances, "aurora-mysql8.0"],
    [instances, "oracle-ee-19"],
    [instances, UNKNOWN],
    [instances, undefined],
  ])("has nothing to say of %s of %s", (type, family) => {
    expectCompliance(policy, group(type, family, []));
  });

  it("takes what is said of a parameter by its type", () => {
    expectViolation(
      policy,
      group(instances, "postgres14", [{ name: "rds.force_ssl", value: 1 }]),
      "parameters[rds.force_ssl] is 1.",
    );
    expectViolation(policy, group(instances, "postgres14", "rds.force_ssl"), "is missing");
  });

  it.each<[Value, Value]>([
    [true, false],
    [UNKNOWN, "true"],
    [true, undefined],
  ])("is a proxy that takes TLS only: %s, not %s", (good, bad) => {
    expectCompliance(policy, resource("aws:rds/proxy:Proxy", { requireTls: good }));
    expectViolation(
      policy,
      resource("aws:rds/proxy:Proxy", { requireTls: bad }),
      /^requireTls is (false|"true"|missing)\.\n {2}Fix: Set requireTls to true\./,
    );
  });
});

describe("a server of Google Cloud", () => {
  const sql = (ipConfiguration: Value) =>
    resource("gcp:sql/databaseInstance:DatabaseInstance", { settings: { ipConfiguration } });
  const path = "settings.ipConfiguration.sslMode";

  it.each([
    [{ sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }, '"ALLOW_UNENCRYPTED_AND_ENCRYPTED"'],
    [{ requireSsl: false }, "missing"],
    [undefined, "missing"],
  ])("refuses who comes without TLS: %j", (ipConfiguration, words) => {
    expectViolation(
      policy,
      sql(ipConfiguration),
      `${path} is ${words}.\n  Fix: Set ${path} to ENCRYPTED_ONLY.`,
    );
  });

  it.each<Value>([
    { sslMode: "ENCRYPTED_ONLY" },
    { sslMode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" },
    { sslMode: UNKNOWN },
    { requireSsl: true },
    UNKNOWN,
  ])("takes: %j", (ipConfiguration) => {
    expectCompliance(policy, sql(ipConfiguration));
  });

  it("has the settings of what it is cloned from", () => {
    const clone = { sourceInstanceName: "orders" };
    const type = "gcp:sql/databaseInstance:DatabaseInstance";
    expectCompliance(policy, resource(type, { clone }));
    expectViolation(policy, resource(type, {}), `${path} is missing`);
    expectViolation(policy, resource(type, { clone, settings: {} }), `${path} is missing`);
  });

  it("is AlloyDB's, which refuses by itself", () => {
    const alloy = (sslMode: Value) =>
      resource("gcp:alloydb/instance:Instance", { clientConnectionConfig: { sslConfig: { sslMode } } });
    const where = "clientConnectionConfig.sslConfig.sslMode";
    expectViolation(
      policy,
      alloy("ALLOW_UNENCRYPTED_AND_ENCRYPTED"),
      `${where} is "ALLOW_UNENCRYPTED_AND_ENCRYPTED".\n  Fix: Set ${where} to ENCRYPTED_ONLY.`,
    );
    for (const mode of [undefined, "ENCRYPTED_ONLY", UNKNOWN] as Value[])
      expectCompliance(policy, alloy(mode));
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
  expectCompliance(
    policy,
    configMap({
      "postgresql.conf": serverSettings({ memory: "512 MB", storage: "10 GB" }),
      "pg_hba.conf": authentication,
    }),
  );
});
