import { environments, resourcePolicy, types, type Finding } from "../policy";
import { items, shown, UNKNOWN, type Value } from "../value";

/** A field with addresses, and words in it that are none and may stand. */
interface Field {
  readonly name: string;
  readonly words?: readonly string[];
}

const inherited = ["+"];

const fields: Readonly<Record<string, readonly Field[]>> = {
  "keycloak:openid/client:Client": [
    { name: "validRedirectUris" },
    // "+" is those above, and "-" is nobody.
    { name: "validPostLogoutRedirectUris", words: [...inherited, "-"] },
    { name: "webOrigins", words: inherited },
    ...["rootUrl", "baseUrl", "adminUrl", "backchannelLogoutUrl", "frontchannelLogoutUrl"].map(named),
  ],
  "keycloak:saml/client:Client": [
    "validRedirectUris",
    "rootUrl",
    "baseUrl",
    "masterSamlProcessingUrl",
    "assertionConsumerPostUrl",
    "assertionConsumerRedirectUrl",
    "logoutServicePostBindingUrl",
    "logoutServiceRedirectBindingUrl",
  ].map(named),
  "aws:cognito/userPoolClient:UserPoolClient": ["callbackUrls", "logoutUrls", "defaultRedirectUri"].map(
    named,
  ),
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient": [
    "callbackUrls",
    "logoutUrls",
    "defaultRedirectUri",
  ].map(named),
};

function named(name: string): Field {
  return { name };
}

const fix = "Write down every address that is used, whole, with https://";

/** What signs a user in is sent to the application, and nowhere else. */
export const redirectUris = resourcePolicy({
  name: "redirect-uris",
  description: "Users are sent back to whole addresses with TLS, without wildcards.",
  why: "Whoever finds one page that a pattern lets through, or listens where there is no TLS, gets the code that signs a user in.",
  link: "https://www.rfc-editor.org/rfc/rfc9700.html#section-4.1",
  options: {
    loopback: {
      description: "Environments whose applications may be on the user's own machine, without TLS.",
      default: ["dev", "preview"],
      type: "array",
      items: { enum: [...environments] },
    },
  },
  concerns: types(...Object.keys(fields)),
  *check({ type, properties }, { stack, options: { loopback } }) {
    const isLocalAllowed = loopback.includes(stack.environment);
    for (const { name, words = [] } of fields[type] ?? []) {
      const value = properties[name];
      const isList = Array.isArray(value);
      for (const [index, one] of items(value).entries())
        yield* addressFindings(isList ? `${name}[${index}]` : name, one, words, isLocalAllowed);
    }
  },
});

function* addressFindings(
  at: string,
  value: Value,
  words: readonly string[],
  isLocalAllowed: boolean,
): Iterable<Finding> {
  if (value === UNKNOWN || value === "" || (typeof value === "string" && words.includes(value))) return;
  const fault = typeof value === "string" ? faultOf(value, isLocalAllowed) : "which is no address";
  if (fault !== undefined) yield { at, problem: `is ${shown(value)}, ${fault}`, fix };
}

/** Schemes that run or show what they hold, and lead to no application. */
const harmful = ["javascript:", "data:", "vbscript:", "file:", "blob:", "about:"];

function faultOf(address: string, isLocalAllowed: boolean): string | undefined {
  if (address.includes("*")) return "which has a wildcard";
  if (address.includes("#")) return "which has a fragment";
  if (/[\s\\]/.test(address)) return "which is no address";
  // Below another address, which is judged itself, or below one of Keycloak's own.
  if (/^\/(?!\/)/.test(address) || /^\$\{\w+\}/.test(address)) return undefined;
  if (!URL.canParse(address)) return "which is no address";
  const { protocol, hostname, username, password } = new URL(address);
  if (username + password !== "") return "which has a login";
  if (harmful.includes(protocol)) return "which leads to no application";
  if (protocol !== "http:") return undefined;
  if (!isLoopback(hostname)) return "without TLS";
  return isLocalAllowed ? undefined : "without TLS, on the user's own machine";
}

const isLoopback = (host: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
