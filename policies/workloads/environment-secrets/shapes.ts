import { givesAway } from "./names";

/** A kind of secret that shows in its form alone. */
interface Shape {
  /** As a message calls it. */
  readonly name: string;
  readonly form: RegExp;
}

const shapes: readonly Shape[] = [
  { name: "a private key", form: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { name: "a JSON Web Token", form: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/ },
  { name: "an access key of AWS", form: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { name: "a token of GitHub", form: /\b(?:gh[pousr]_[A-Za-z\d]{36}|github_pat_\w{22})/ },
  { name: "a token of GitLab", form: /\bglpat-[\w-]{20}/ },
  { name: "a token of Slack", form: /\bxox[abeoprs]-[A-Za-z\d-]{10}/ },
  { name: "a key of Stripe", form: /\b(?:[rs]k_(?:live|test)|whsec)_[A-Za-z\d]{16}/ },
  { name: "a key of Google", form: /\bAIza[\w-]{35}/ },
  { name: "a token of npm", form: /\bnpm_[A-Za-z\d]{36}/ },
];

/** An image has its digest after an @. */
const passwords = /\w:\/\/[^\s:/?#@"']*:([^\s/?#@"']+)@(?!sha256:)/g;

/** The kind of secret that a text holds, as a message calls it; undefined: none that can be seen. */
export function secretIn(text: string): string | undefined {
  const urls = [...text.matchAll(passwords)];
  if (urls.some(([, password]) => givesAway(password!))) return "a URL with a password";
  return shapes.find(({ form }) => form.test(text))?.name;
}
