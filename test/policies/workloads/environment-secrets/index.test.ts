import { expectCompliance, expectViolation, judge, object, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { environmentSecrets as policy } from "../../../../policies/workloads/environment-secrets";
import { before, beside, container, inEveryKind, pod, within } from "../../corpus/workloads";

/** In two parts, so that nobody who looks for secrets in this repository finds one. */
const token = `ghp_${"0aZ".repeat(12)}`;

const set = (name: Value, value: Value, rest: Properties = {}): Properties => ({ name, value, ...rest });
const having = (...env: Value[]) => object(pod({ containers: [container({ env })] }));
const called = (fields: Properties) => object(pod({ containers: [container(fields)] }));
const configMap = (data: Value) =>
  object({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "tried" }, data });

const at = "spec.containers[api]";
const named = "is a literal, and its name is that of a secret";
const leak = set("DB_PASSWORD", "hunter2");

it.each(inEveryKind({ containers: [container({ env: [leak] })] }))(
  "finds one in a %s",
  (_, where, manifest) =>
    expectViolation(policy, object(manifest), `${where}.containers[api].env[DB_PASSWORD].value ${named}.`),
);

it.each(inEveryKind({ containers: [container({ args: ["--password=hunter2"] })] }))(
  "finds one in the arguments of a %s",
  (_, where, manifest) =>
    expectViolation(
      policy,
      object(manifest),
      `${where}.containers[api].args[0] gives a secret as a literal.`,
    ),
);

it("says what is wrong, why, and what to do", () =>
  expectViolation(
    policy,
    having(leak),
    /^spec\.containers\[api\]\.env\[DB_PASSWORD\]\.value is a literal, and its name is that of a secret\.\n {2}Fix: Put it into a Secret, and set valueFrom: \{ secretKeyRef: \{ name, key \} \} instead of value\.\n {2}Why: Who may look at a pod reads its environment and its arguments, and so does who reads the code or a log; a Secret has rights of its own, and may be encrypted and changed\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/secrets-good-practices\/$/,
  ));

it("finds one in each list of containers", () =>
  expectViolation(
    policy,
    object(
      pod({
        initContainers: [before({ env: [leak] }), beside({ env: [leak] })],
        containers: [container({ env: [leak] })],
        ephemeralContainers: [within({ env: [leak] })],
      }),
    ),
    "spec.containers[api].env[DB_PASSWORD].value",
    "spec.initContainers[prepare].env[DB_PASSWORD].value",
    "spec.initContainers[proxy].env[DB_PASSWORD].value",
    "spec.ephemeralContainers[debug].env[DB_PASSWORD].value",
  ));

it("finds all of them, and says of each one thing", () =>
  expectViolation(
    policy,
    having(
      leak,
      set("MODE", "fast"),
      set("API_KEY", token),
      set("SOURCE", token),
      set("OPTIONS", "a=1 token=b"),
    ),
    `${at}.env[DB_PASSWORD].value ${named}.`,
    `${at}.env[API_KEY].value ${named}.`,
    `${at}.env[SOURCE].value holds a token of GitHub.`,
    `${at}.env[OPTIONS].value gives a secret as a literal.`,
  ));

it("takes what is no secret, or comes from one", () =>
  expectCompliance(
    policy,
    having(
      set("MODE", "fast"),
      set("DB_PASSWORD", undefined, { valueFrom: { secretKeyRef: { name: "db", key: "password" } } }),
      set("DB_URL", "postgres://app:$(DB_PASSWORD)@db/app"),
      set("PASSWORD_FILE", "secret.txt"),
      set("API_TOKEN", ""),
    ),
  ));

it("finds a literal beside the reference to a Secret", () =>
  expectViolation(
    policy,
    having(set("DB_PASSWORD", "hunter2", { valueFrom: { secretKeyRef: { name: "db", key: "password" } } })),
    `${at}.env[DB_PASSWORD].value ${named}.`,
  ));

it.each<Value>([1234, true, ["hunter2"], { is: "hunter2" }])(
  "takes a secret that is %p for a literal",
  (value) =>
    expectViolation(policy, having(set("DB_PASSWORD", value)), `${at}.env[DB_PASSWORD].value ${named}.`),
);

it.each<Value>([1234, true, [token]])("takes another value that is %p for none", (value) =>
  expectCompliance(policy, having(set("MODE", value))),
);

it.each<Value>([undefined, UNKNOWN, 7])("says where one is whose name is %p", (name) =>
  expectViolation(
    policy,
    having(set("MODE", "fast"), set(name, token)),
    `${at}.env[1].value holds a token of GitHub.`,
  ),
);

it.each<[string, Value]>([
  ["values", [set("DB_PASSWORD", UNKNOWN)]],
  ["names", [set(UNKNOWN, "hunter2")]],
  ["variables", [UNKNOWN]],
  ["the environment", UNKNOWN],
  ["nothing", undefined],
  ["a text", "DB_PASSWORD"],
])("waits for what is not known yet, and reads what is none: %s", (_, env) =>
  expectCompliance(policy, called({ env })),
);

it("waits for arguments, containers and pods that are not known yet", () => {
  expectCompliance(policy, called({ args: [UNKNOWN, "--password", UNKNOWN], command: UNKNOWN }));
  expectCompliance(policy, object(pod({ containers: [UNKNOWN] })));
  expectCompliance(policy, object({ apiVersion: "v1", kind: "Pod", spec: UNKNOWN }));
  expectCompliance(policy, configMap(UNKNOWN));
  expectCompliance(policy, configMap({ DB_PASSWORD: UNKNOWN }));
});

it("finds one beside what is not known yet", () => {
  expectViolation(policy, having(UNKNOWN, leak), `${at}.env[DB_PASSWORD].value ${named}.`);
  expectViolation(policy, called({ args: [UNKNOWN, "--password=x"] }), `${at}.args[1] gives`);
  expectViolation(policy, configMap({ a: UNKNOWN, b: token }), "data[b] holds");
});

it("never shows a secret", () => {
  const secrets = ["hunter2", token];
  const shown = [
    ...judge(policy, having(leak, set("SOURCE", token), set("OPTIONS", "token=hunter2"))),
    ...judge(policy, called({ command: ["--password", "hunter2", token, "a token=hunter2"] })),
    ...judge(policy, configMap({ DB_PASSWORD: "hunter2", "a.txt": token })),
  ].map(({ message }) => message);
  expect(shown).toHaveLength(8);
  expect(shown.filter((message) => secrets.some((secret) => message.includes(secret)))).toEqual([]);
});

describe("in commands and arguments", () => {
  it.each(["command", "args"])("reads %s", (list) =>
    expectViolation(
      policy,
      called({ [list]: ["serve", "--token=abc", "--db-password", "hunter2", token] }),
      `${at}.${list}[1] gives a secret as a literal.\n  Fix: Put it into a Secret, set a variable of env from that with valueFrom.secretKeyRef, and name the variable here as $(NAME).\n`,
      `${at}.${list}[3] gives a secret as a literal.`,
      `${at}.${list}[4] holds a token of GitHub.\n  Fix: Put it into a Secret, set a variable of env from that`,
    ),
  );

  it("says of a known form what it is", () =>
    expectViolation(
      policy,
      called({ args: [`--token=${token}`] }),
      `${at}.args[0] holds a token of GitHub.`,
    ));

  it("takes what is no secret", () =>
    expectCompliance(
      policy,
      called({
        command: ["sh", "-c", 'psql "postgres://app:$DB_PASSWORD@db/app"'],
        args: ["--password", "$(DB_PASSWORD)", "--password-file", "x", 7, "--token", 7, "secret"],
      }),
    ));

  it("takes a text for a list of one", () =>
    expectViolation(policy, called({ args: "--password=x" }), `${at}.args[0] gives a secret as a literal.`));
});

describe("in a ConfigMap", () => {
  const fix = "Fix: Put it into a Secret, with stringData, instead of a ConfigMap.";

  it("finds what a container may read as a variable", () =>
    expectViolation(
      policy,
      configMap({ MODE: "fast", DB_PASSWORD: "hunter2", P4_TOKEN: "x", CLIENT_SECRET: 7 }),
      `data[DB_PASSWORD] ${named}.\n  ${fix}\n`,
      `data[P4_TOKEN] ${named}.`,
      `data[CLIENT_SECRET] ${named}.`,
    ));

  it("finds what has the form of a secret", () =>
    expectViolation(
      policy,
      configMap({ "app.yaml": `a: 1\ntoken: ${token}\n` }),
      `data[app.yaml] holds a token of GitHub.\n  ${fix}\n`,
    ));

  it("takes the name of a file for none of a secret, and its lines for no variables", () =>
    expectCompliance(
      policy,
      configMap({
        password: "policy",
        token: "x",
        "DB_PASSWORD.txt": "x",
        "a-SECRET": "x",
        "A-SECRET": "x",
        "a.sh": "token=x",
      }),
    ));

  it("takes what is no secret", () =>
    expectCompliance(policy, configMap({ MODE: "fast", DB_PASSWORD: "$(DB_PASSWORD)", PASSWORD_FILE: "x" })));

  it("takes one without data, and data that are none", () => {
    expectCompliance(policy, configMap(undefined));
    expectCompliance(policy, configMap("DB_PASSWORD=hunter2"));
  });
});

describe("with names that are allowed", () => {
  const allowed = { options: { allowed: ["PULL_SECRET", "CSRF_TOKEN"] } };

  it("takes a variable of that name", () => {
    expectCompliance(policy, having(set("PULL_SECRET", "regcred")), allowed);
    expectCompliance(policy, configMap({ CSRF_TOKEN: "on" }), allowed);
  });

  it("takes no other, and no form of a secret", () => {
    expectViolation(policy, having(set("MY_PULL_SECRET", "x")), `[MY_PULL_SECRET].value ${named}`, allowed);
    expectViolation(policy, having(set("PULL_SECRET", token)), "value holds a token of GitHub.", allowed);
  });

  it("has none of them at first, and says what they are", () => {
    expectViolation(policy, having(set("PULL_SECRET", "regcred")), `env[PULL_SECRET].value ${named}.`);
    expect(policy.options.allowed).toEqual({
      description: "Names of variables that sound like that of a secret, and are none.",
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [],
    });
  });
});

it("says nothing of a Secret", () =>
  expectCompliance(policy, resource("kubernetes:core/v1:Secret", { data: { DB_PASSWORD: token } })));
