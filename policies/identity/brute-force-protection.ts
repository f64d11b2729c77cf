import { resourcePolicy, types, type Finding } from "../policy";
import { at, isObject, shown, UNKNOWN, type Properties } from "../value";

const path = "securityDefenses.bruteForceDetection";

const whole = (of: number, description: string) => ({
  description,
  default: of,
  type: "integer",
  minimum: 1,
});

/** Whoever guesses passwords is stopped. */
export const bruteForceProtection = resourcePolicy({
  name: "brute-force-protection",
  description: "A realm of Keycloak closes an account for a while after a few wrong passwords.",
  why: "Keycloak lets everybody guess as often as they like where nobody says otherwise, and people use passwords again.",
  link: "https://www.keycloak.org/docs/latest/server_admin/#password-guess-brute-force-attacks",
  options: {
    failures: whole(10, "Wrong passwords at most before an account is closed."),
    wait: whole(60, "Seconds at least that it is closed, each time."),
    memory: whole(900, "Seconds at least that wrong passwords are remembered."),
  },
  concerns: types("keycloak:index/realm:Realm"),
  *check({ properties }, { options: { failures, wait, memory } }) {
    const detection = at(properties, "securityDefenses", "bruteForceDetection");
    if (detection === UNKNOWN) return;
    if (!isObject(detection)) {
      yield {
        at: path,
        problem: `is ${shown(detection)}`,
        fix: `Set ${path}, with maxLoginFailures: ${failures}`,
      };
      return;
    }
    // In place of what nobody says, there is what Keycloak has then.
    yield* outOfBounds(detection, "maxLoginFailures", 30, [1, failures]);
    yield* outOfBounds(detection, "failureResetTimeSeconds", 43_200, [memory, Infinity]);
    if (detection.permanentLockout === true) return;
    yield* outOfBounds(detection, "waitIncrementSeconds", 60, [wait, Infinity]);
    yield* outOfBounds(detection, "maxFailureWaitSeconds", 900, [wait, Infinity]);
  },
});

function* outOfBounds(
  detection: Properties,
  field: string,
  usual: number,
  [least, most]: readonly [number, number],
): Iterable<Finding> {
  const value = detection[field];
  const where = `${path}.${field}`;
  const counts = value ?? usual;
  if (counts === UNKNOWN || (typeof counts === "number" && counts >= least && counts <= most)) return;
  const words = value === undefined ? `missing, which is ${usual}` : shown(value);
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  yield { at: where, problem: `is ${words}`, fix: `Set ${where} to ${range}` };
}
