import { authentication, serverSettings } from "../../../components/cockroach/postgres/settings";
import { databaseTls as policy } from "../../../policies/database/tls";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";
import { configMap } from "./givers";

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
    "host  all   all \t 127.0.0.1/32  trust",
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
    [instances, "my-postgres14"],
    [instances, "my-sqlserver-ee-15.0"],
    [instances, "my-mysql8.0"],
    [clusters, "my-aurora-mysql8.0"],
    [clusters, "my-aurora-postgresql14"],
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

it("has nothing against the server that this project makes", () => {
  expectCompliance(
    policy,
    configMap({
      "postgresql.conf": serverSettings({ memory: "512 MB", storage: "10 GB" }),
      "pg_hba.conf": authentication,
    }),
  );
});
