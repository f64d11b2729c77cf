const nouns = [
  "PASSWORDS?",
  "PASSWD",
  "PASSPHRASE",
  "SECRET",
  "TOKEN",
  "CREDENTIALS?",
  "APIKEY",
  "(?:API|ACCESS|PRIVATE|SECRET|ENCRYPTION|SIGNING|MASTER|PRE_?SHARED)_KEYS?",
  // Alone, these are a working directory and a verb.
  "_PASS",
  "_PWD",
];

/** What may come after them, and change nothing. */
const which = ["\\d+", "V\\d+", "VALUE", "BASE", "OLD", "NEW", "CURRENT", "PREVIOUS", "PRIMARY", "SECONDARY"];

const ofSecret = new RegExp(`(?:${nouns.join("|")})(?:_(?:${which.join("|")}))*$`);

/**
 * Whether something of this name is a secret. The last word says what it is: a `TOKEN_ENDPOINT` is an endpoint, and a
 * `PASSWORD_FILE` is a file. What is called public is for everybody.
 */
export function isOfSecret(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/[-.]/g, "_")
    .toUpperCase();
  return ofSecret.test(words) && !/(?:^|_)PUBLIC_/.test(words);
}

/** What stands where a secret may stand, and is none. */
const others = [
  // Nothing, and whether something is wanted.
  /^(?:true|false)?$/i,
  // A variable of Kubernetes or a shell, what a command writes, or what is filled in.
  /^\$\(/,
  /^`/,
  /^\$\{[\w.]+\}$/,
  /^\$[\w@*#?]+$/,
  /^\{\{.*\}\}$/,
  /^<[^<>]*>$/,
  /^\*+$/,
  // Where the secret is: a file, or a name in a store of secrets.
  /^(?:file:\/\/)?(?:\/[\w.@-]+)+$/,
  /^(?:arn:aws[\w-]*:|projects\/[^/]+\/secrets\/|vault:|op:\/\/)/,
];

/** Whether a value of such a name gives the secret away. */
export const givesAway = (value: string): boolean => !others.some((other) => other.test(value));
