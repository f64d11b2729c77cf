import { settingsOf } from "../../../components/auth/realm/settings";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { bruteForceProtection as policy } from "../../../policies/identity/brute-force-protection";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const path = "securityDefenses.bruteForceDetection";
const realm = (properties: Properties) => resource("keycloak:index/realm:Realm", properties);
const detecting = (bruteForceDetection: Value) => realm({ securityDefenses: { bruteForceDetection } });
const good = { maxLoginFailures: 5 };

it("says all of it", () => {
  expectViolation(
    policy,
    realm({}),
    `${path} is missing.\n  Fix: Set ${path}, with maxLoginFailures: 10.\n  Why: Keycloak lets everybody guess as often as ` +
      "they like where nobody says otherwise, and people use passwords again. " +
      "https://www.keycloak.org/docs/latest/server_admin/#password-guess-brute-force-attacks",
  );
});

it.each<[string, Value, string]>([
  ["missing", undefined, "missing"],
  ["of another type", true, "true"],
  ["a list", [good], '[{"maxLoginFailures":5}]'],
  ["off", false, "false"],
])("has to be there: %s", (_, detection, words) => {
  expectViolation(policy, detecting(detection), `${path} is ${words}.`);
});

it("is told the number that is configured", () => {
  expectViolation(policy, realm({}), "with maxLoginFailures: 3.", { options: { failures: 3 } });
});

it("closes an account after few failures", () => {
  const where = `${path}.maxLoginFailures`;
  const fix = `Fix: Set ${where} to 1 to 10.`;
  expectViolation(policy, detecting({}), `${where} is missing, which is 30.\n  ${fix}`);
  expectViolation(policy, detecting({ maxLoginFailures: 11 }), `${where} is 11.\n  ${fix}`);
  expectViolation(policy, detecting({ maxLoginFailures: 0 }), `${where} is 0.`);
  expectViolation(policy, detecting({ maxLoginFailures: "5" }), `${where} is "5".`);
  expectCompliance(policy, detecting({ maxLoginFailures: 10 }));
  expectCompliance(policy, detecting({ maxLoginFailures: 1 }));
  expectCompliance(policy, detecting({}), { options: { failures: 30 } });
});

it.each([
  ["waitIncrementSeconds", 60, "wait"],
  ["maxFailureWaitSeconds", 60, "wait"],
  ["failureResetTimeSeconds", 900, "memory"],
])("does so for long enough: %s", (field, least, option) => {
  const of = (value: Value) => detecting({ ...good, [field]: value });
  expectViolation(
    policy,
    of(least - 1),
    `${path}.${field} is ${least - 1}.\n  Fix: Set ${path}.${field} to ${least} or more.`,
  );
  expectViolation(policy, of([least]), `${path}.${field} is [${least}].`);
  for (const value of [least, 1e6, undefined, UNKNOWN] as Value[]) expectCompliance(policy, of(value));
  expectCompliance(policy, of(least - 1), { options: { [option]: least - 1 } });
});

it.each([
  [{ wait: 61 }, "waitIncrementSeconds is missing, which is 60."],
  [{ memory: 43_201 }, "failureResetTimeSeconds is missing, which is 43200."],
])("counts what Keycloak has where nobody says more: %j", (options, words) => {
  expectViolation(policy, detecting(good), words, { options });
});

it("counts Keycloak's longest wait, too", () => {
  expectViolation(
    policy,
    detecting(good),
    "waitIncrementSeconds",
    "maxFailureWaitSeconds is missing, which is 900.",
    {
      options: { wait: 901 },
    },
  );
});

it("does not wait where it closes for ever", () => {
  const short = { ...good, waitIncrementSeconds: 1, maxFailureWaitSeconds: 1 };
  expectCompliance(policy, detecting({ ...short, permanentLockout: true }));
  expectViolation(
    policy,
    detecting({ ...short, permanentLockout: false }),
    "waitIncrement",
    "maxFailureWait",
  );
  expectViolation(
    policy,
    detecting({ ...good, permanentLockout: true, failureResetTimeSeconds: 1 }),
    "failureReset",
  );
});

it("is judged later where it is not known, and found beside what is not", () => {
  for (const one of [UNKNOWN, { ...good, waitIncrementSeconds: UNKNOWN }] as Value[])
    expectCompliance(policy, detecting(one));
  expectCompliance(policy, realm({ securityDefenses: UNKNOWN }));
  expectViolation(
    policy,
    detecting({ maxLoginFailures: UNKNOWN, waitIncrementSeconds: 1 }),
    "waitIncrementSeconds is 1",
  );
});

it("passes as this project makes realms", () => {
  expectCompliance(policy, realm(settingsOf("shop", {} as never) as Properties));
});
