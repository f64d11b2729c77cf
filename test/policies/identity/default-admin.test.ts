import { expectCompliance, expectViolation, judge, object, resource } from "../../../policies/harness";
import { defaultAdmin as policy } from "../../../policies/identity/default-admin";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { configMap, deployment, secret } from "../database/givers";

const container = "spec.template.spec.containers[api]";
const fix =
  "Fix: Take it from a Secret (valueFrom.secretKeyRef) with a long random text, and sign in as a service account.";
const why =
  "Why: Who administers Keycloak can sign in as everybody to everything, and admin with a password from a manifest is what " +
  "is tried first. https://www.keycloak.org/server/bootstrap-admin-recovery";

const variables = [
  "KC_BOOTSTRAP_ADMIN_USERNAME",
  "KC_BOOTSTRAP_ADMIN_PASSWORD",
  "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET",
  "KEYCLOAK_ADMIN",
  "KEYCLOAK_ADMIN_PASSWORD",
  "KEYCLOAK_USER",
  "KEYCLOAK_PASSWORD",
];

describe.each(variables)("%s", (name) => {
  const words = "gives Keycloak's first administrator in the open";

  it("is not in a manifest, and not in a message", () => {
    const given = deployment({ env: [{ name, value: "hunter2" }] });
    expectViolation(policy, given, `${container}.env[${name}] ${words}.\n  ${fix}\n  ${why}`);
    expect(judge(policy, given)[0]?.message).not.toContain("hunter2");
  });

  it("is not in init containers, in other kinds, in a ConfigMap", () => {
    const env = [{ name, value: "hunter2" }];
    expectViolation(
      policy,
      deployment({ env }, "initContainers"),
      `initContainers[api].env[${name}] ${words}`,
    );
    expectViolation(
      policy,
      object({
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name: "keycloak" },
        spec: { template: { spec: { containers: [{ env }] } } },
      }),
      `spec.template.spec.containers[0].env[${name}] ${words}`,
    );
    expectViolation(policy, configMap({ [name]: "hunter2" }), `data[${name}] ${words}.\n  ${fix}`);
  });

  it("comes from a Secret, or is put in its place by Kubernetes", () => {
    const valueFrom = { secretKeyRef: { name: "keycloak-admin", key: "clientSecret" } };
    for (const one of [{ valueFrom }, { value: "$(SECRET)" }, { value: UNKNOWN }, {}] as Properties[])
      expectCompliance(policy, deployment({ env: [{ name, ...one }] }));
  });

  it.each([
    "admin",
    "Administrator",
    "root",
    "keycloak",
    "",
    "password",
    "changeme",
    "change_me",
    "secret",
    "test",
    "123456",
  ])("cannot be guessed in a Secret: %j", (text) => {
    const words = "can be guessed.\n  Fix: Put a long random text there.";
    expectViolation(policy, secret({ [name]: text }), `stringData[${name}] ${words}`);
    const data = { [name]: Buffer.from(text).toString("base64") };
    expectViolation(
      policy,
      object({ apiVersion: "v1", kind: "Secret", metadata: { name: "admin" }, data }),
      `data[${name}] ${words}`,
    );
  });

  it("may be anything else in a Secret", () => {
    expectCompliance(policy, secret({ [name]: "eiX4ohKae1" }));
    expectCompliance(policy, secret({ [name]: UNKNOWN }));
  });
});

it.each(["KC_BOOTSTRAP_ADMIN_CLIENT_ID", "KEYCLOAK_ADMIN_URL", "ADMIN", "KC_DB_PASSWORD"])(
  "may give %s",
  (name) => {
    expectCompliance(policy, deployment({ env: [{ name, value: "admin" }] }));
    expectCompliance(policy, secret({ [name]: "admin" }));
  },
);

describe("an option", () => {
  it.each([
    ["--bootstrap-admin-username=ops", "--bootstrap-admin-username"],
    ["--bootstrap-admin-password=x", "--bootstrap-admin-password"],
    ["--bootstrap-admin-client-secret=x", "--bootstrap-admin-client-secret"],
    ["--bootstrap-admin-password", "--bootstrap-admin-password"],
    ["exec kc.sh start --bootstrap-admin-password $PASSWORD", "--bootstrap-admin-password"],
  ])("is not on the command line: %s", (text, option) => {
    const words = `gives Keycloak's first administrator in the open (${option}).\n  ${fix}`;
    expectViolation(policy, deployment({ args: ["start", text] }), `${container}.args[1] ${words}`);
    expectViolation(policy, deployment({ command: [text] }), `${container}.command[0] ${words}`);
  });

  it.each([
    "--bootstrap-admin-client-id=cakestack",
    "--bootstrap-admin-passwords",
    "x--bootstrap-admin-password=x",
  ])("may be %s", (text) => {
    expectCompliance(policy, deployment({ args: [text] }));
  });

  it("is no variable", () => {
    expectCompliance(policy, configMap({ "notes.txt": "see --bootstrap-admin-password=" }));
  });
});

describe("the mode for development", () => {
  const words =
    "starts Keycloak in its mode for development (start-dev).\n  Fix: Use start, with a host name, TLS and a database.";
  const image = "quay.io/keycloak/keycloak:26.4";

  it.each<[string, Properties, string]>([
    ["args", { image, args: ["start-dev"] }, "args"],
    ["args, among others", { image, args: ["--verbose", "start-dev"] }, "args"],
    ["the command", { image, command: ["/opt/keycloak/bin/kc.sh", "start-dev"] }, "command"],
    ["another image", { image: "registry/sso:1", command: ["kc.sh", "start-dev"] }, "command"],
    ["a shell's line", { image: "registry/sso:1", args: ["-c", "exec kc.sh start-dev --verbose"] }, "args"],
    ["another image, by its arguments", { command: ["/opt/KEYCLOAK/run"], args: ["start-dev"] }, "args"],
  ])("is refused in %s", (_, properties, field) => {
    expectViolation(policy, deployment(properties), `${container}.${field} ${words}`);
    expectViolation(policy, deployment(properties), words, { environment: "preview" });
    expectCompliance(policy, deployment(properties), { environment: "dev" });
  });

  it("is refused in both places", () => {
    const both = { image, command: ["kc.sh start-dev"], args: ["start-dev"] };
    expectViolation(policy, deployment(both), `${container}.command starts`, `${container}.args starts`);
  });

  it.each<Properties>([
    { image, args: ["start", "--optimized"] },
    { image, args: ["xstart-dev", "start-devel"] },
    { image, args: ["--log=start-dev"] },
    { image: "node:22", command: ["npm", "run", "start-dev"] },
    { image: "node:22", command: ["akc.sh"], args: ["start-dev", "kc.shell"] },
    { image, args: UNKNOWN },
    { image, args: [UNKNOWN, 5] },
    { args: ["start-dev"] },
  ])("is not this: %#", (properties) => {
    expectCompliance(policy, deployment(properties));
  });

  it("is found beside what is not known", () => {
    expectViolation(
      policy,
      deployment({ image, args: [UNKNOWN, "start-dev"] }),
      `${container}.args ${words}`,
    );
    expectViolation(policy, deployment({ image: UNKNOWN, args: ["kc.sh", "start-dev"] }), words);
  });
});

describe("a user", () => {
  const user = (username: Value) => resource("keycloak:index/user:User", { realmId: "shop", username });

  it.each(["admin", "Admin", "administrator", "root", "keycloak"])("is not called %s", (username) => {
    expectViolation(
      policy,
      user(username),
      `username is "${username}".\n  Fix: Give each administrator an account with a name of its own.`,
    );
  });

  it.each<Value>(["rosa", "admins", "password", UNKNOWN, undefined, 5])("may be called %s", (username) => {
    expectCompliance(policy, user(username));
  });
});

describe("who configures Keycloak", () => {
  const provider = (properties: Properties) => resource("pulumi:providers:keycloak", properties);
  const fix =
    "Fix: Sign in as a service account: clientId and a random clientSecret, no username and no password.";

  it("is no administrator with a password that everybody knows", () => {
    expectViolation(
      policy,
      provider({ clientId: "admin-cli", username: "admin", password: "Changeme" }),
      `username is "admin".\n  ${fix}`,
      `password can be guessed.\n  ${fix}`,
    );
    expectViolation(policy, provider({ username: "ROOT", password: "eiX4ohKae1" }), 'username is "ROOT".');
    expectViolation(policy, provider({ username: "ops", password: "" }), "password can be guessed");
  });

  it.each<Properties>([
    { clientId: "cakestack", clientSecret: "eiX4ohKae1" },
    { username: "ops", password: "eiX4ohKae1" },
    { username: UNKNOWN, password: UNKNOWN },
    { username: 5, password: 5 },
    {},
  ])("may be %#", (properties) => {
    expectCompliance(policy, provider(properties));
  });
});

it("has nothing to say of others", () => {
  expectCompliance(policy, resource("pulumi:providers:aws", { username: "admin", password: "admin" }));
  expectCompliance(policy, resource("keycloak:index/realm:Realm", { username: "admin" }));
  expectCompliance(
    policy,
    object({ apiVersion: "v1", kind: "Service", metadata: { name: "x" }, data: { KEYCLOAK_ADMIN: "admin" } }),
  );
});
