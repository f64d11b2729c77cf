import { resourcePolicy, types, type Finding } from "../policy";
import { at, isOneOf, shown, UNKNOWN, type Properties, type Value } from "../value";
import { inWords, secondsOf } from "./durations";

const minutes = (count: number, description: string) => ({
  description,
  default: count * 60,
  type: "integer",
  minimum: 60,
});
const hours = (count: number, description: string) => minutes(count * 60, description);
const days = (count: number, description: string) => hours(count * 24, description);

const options = {
  accessToken: minutes(15, "Seconds at most that an access token is good for."),
  idle: hours(1, "Seconds at most of a session without a sign of its user."),
  session: hours(24, "Seconds at most of a session, however busy."),
  remembered: days(30, "Seconds at most of a session of who asked to be remembered."),
  offlineIdle: days(30, "Seconds at most of a session of who is away, without use."),
  offline: days(60, "Seconds at most of a session of who is away, however busy."),
};

type Most = Readonly<Record<keyof typeof options, number>>;
type Limit = readonly [field: string, most: keyof Most];

const realm = "keycloak:index/realm:Realm";
const client = "keycloak:openid/client:Client";
const cognito = [
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
];

/** Where nobody says more, Keycloak's own lifetimes are within the limits. */
const realmLimits: readonly Limit[] = [
  ["accessTokenLifespan", "accessToken"],
  ["accessTokenLifespanForImplicitFlow", "accessToken"],
  ["ssoSessionIdleTimeout", "idle"],
  ["ssoSessionMaxLifespan", "session"],
  ["ssoSessionIdleTimeoutRememberMe", "remembered"],
  ["ssoSessionMaxLifespanRememberMe", "remembered"],
  ["clientSessionIdleTimeout", "session"],
  ["clientSessionMaxLifespan", "session"],
  ["offlineSessionIdleTimeout", "offlineIdle"],
  ["offlineSessionMaxLifespan", "offline"],
];

const clientLimits: readonly Limit[] = [
  ["accessTokenLifespan", "accessToken"],
  ["clientSessionIdleTimeout", "session"],
  ["clientSessionMaxLifespan", "session"],
  ["clientOfflineSessionIdleTimeout", "offlineIdle"],
  ["clientOfflineSessionMaxLifespan", "offline"],
];

/** A token that was stolen is good for a while only. */
export const tokenLifetimes = resourcePolicy({
  name: "token-lifetimes",
  description:
    "Access tokens live for minutes, sessions for a day, and each refresh token is good for one use.",
  why: "Nobody can call back an access token, and nobody notices a stolen refresh token that goes on working beside the real one.",
  link: "https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14",
  options,
  concerns: types(realm, client, ...cognito),
  *check({ type, properties }, { options: most }) {
    if (type === realm) {
      yield* tooLong(realmLimits, properties, most);
      yield* realmFindings(properties);
    } else if (type === client) yield* tooLong(clientLimits, properties, most);
    else yield* cognitoFindings(properties, most);
  },
});

function* tooLong(limits: readonly Limit[], properties: Properties, most: Most): Iterable<Finding> {
  for (const [field, of] of limits) {
    const value = properties[field];
    if (value === undefined || value === UNKNOWN) continue;
    const seconds = secondsOf(value);
    if (seconds === undefined || seconds > most[of])
      yield {
        at: field,
        problem: `is ${shown(value)}${seconds === undefined ? ", which is no duration" : ""}`,
        fix: `Set ${field} to "${most[of]}s" (${inWords(most[of])}) or less`,
      };
  }
}

function* realmFindings(properties: Properties): Iterable<Finding> {
  const rules: readonly (readonly [field: string, allowed: readonly Value[], to: string])[] = [
    ["revokeRefreshToken", [true], "true"],
    ["refreshTokenMaxReuse", [undefined, 0], "0"],
    ["offlineSessionMaxLifespanEnabled", [true], "true"],
  ];
  for (const [field, allowed, to] of rules) yield* notOf(allowed, field, properties[field], to);
}

function* notOf(allowed: readonly Value[], where: string, value: Value, to: string): Iterable<Finding> {
  if (!isOneOf(value, allowed))
    yield { at: where, problem: `is ${shown(value)}`, fix: `Set ${where} to ${to}` };
}

const secondsIn: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

function* cognitoFindings(properties: Properties, most: Most): Iterable<Finding> {
  yield* validityFindings(properties, "access", "hours", 1, most.accessToken);
  yield* validityFindings(properties, "refresh", "days", 30, most.offline);
  yield* notOf([undefined, true], "enableTokenRevocation", properties.enableTokenRevocation, "true");
  const rotation = at(properties, "refreshTokenRotation", "feature");
  yield* notOf(["ENABLED"], "refreshTokenRotation.feature", rotation, "ENABLED");
}

/** @param usual what counts where nobody says it */
function* validityFindings(
  properties: Properties,
  token: "access" | "refresh",
  usualUnit: string,
  usual: number,
  most: number,
): Iterable<Finding> {
  const field = `${token}TokenValidity`;
  const value = properties[field];
  const unit = at(properties, "tokenValidityUnits", `${token}Token`) ?? usualUnit;
  if (value === UNKNOWN || unit === UNKNOWN) return;
  const seconds = typeof unit === "string" ? secondsIn[unit] : undefined;
  const counts = value ?? usual;
  if (seconds !== undefined && typeof counts === "number" && counts * seconds <= most) return;
  const words = value === undefined ? `missing, which is ${usual}` : shown(value);
  yield {
    at: field,
    problem: `is ${words} ${typeof unit === "string" ? unit : shown(unit)}`,
    fix: `Set ${field} and tokenValidityUnits.${token}Token to ${inWords(most)} or less`,
  };
}
