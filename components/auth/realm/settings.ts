import type { RealmArgs as Settings } from "@pulumi/keycloak";
import type { Duration } from "../../contracts";
import { toSeconds } from "../../duration";
import * as defaults from "./defaults";
import type { RealmArgs } from "./index";
import { smtpOf } from "./mail";

/** Durations as the provider reads them. */
const inGo = (duration: Duration): string => `${toSeconds(duration)}s`;

/** A realm's settings: the hardened ones, and what is said of it. */
export function settingsOf(realm: string, args: RealmArgs): Settings {
  const sessions = { ...defaults.sessions, ...args.sessions };
  const guard = { ...defaults.guard, ...args.guard };
  const displayName = args.displayName ?? realm;
  const { theme = {}, languages, mail, passkeys = "off" } = args;
  return {
    ...defaults.hardened,
    realm,
    enabled: true,
    displayName,
    passwordPolicy: defaults.passwordPolicy({ ...defaults.passwords, ...args.passwords }),
    accessTokenLifespan: inGo(sessions.accessToken),
    ssoSessionIdleTimeout: inGo(sessions.idle),
    ssoSessionMaxLifespan: inGo(sessions.longest),
    // Where mail is, an address is its user's, and who forgot the password gets another.
    verifyEmail: mail !== undefined,
    resetPasswordAllowed: mail !== undefined,
    ...(mail && { smtpServer: smtpOf(mail, displayName) }),
    securityDefenses: {
      headers: defaults.headers,
      bruteForceDetection: {
        permanentLockout: false,
        maxLoginFailures: guard.failures,
        waitIncrementSeconds: toSeconds(guard.wait),
        maxFailureWaitSeconds: toSeconds(guard.longestWait),
        // Faster than a person: a script.
        quickLoginCheckMilliSeconds: 1000,
        minimumQuickLoginWaitSeconds: toSeconds(guard.wait),
        failureResetTimeSeconds: 12 * 3600,
      },
    },
    webAuthnPolicy: { ...defaults.webAuthn, relyingPartyEntityName: displayName },
    webAuthnPasswordlessPolicy: {
      ...defaults.webAuthn,
      relyingPartyEntityName: displayName,
      requireResidentKey: "Yes",
      ...(passkeys === "on" && { passwordlessPasskeysEnabled: true }),
    },
    ...(theme.login !== undefined && { loginTheme: theme.login }),
    ...(theme.account !== undefined && { accountTheme: theme.account }),
    ...(theme.email !== undefined && { emailTheme: theme.email }),
    ...(languages && {
      internationalization: { supportedLocales: [...languages], defaultLocale: languages[0]! },
    }),
  };
}
