import { given, givesTexts, type Given } from "../given";
import { anyOf, containers, kindOf, makesPods } from "../kubernetes";
import { resourcePolicy, types, type Finding, type Resource } from "../policy";
import { at, items, shown, type Value } from "../value";

const user = "keycloak:index/user:User";
const provider = "pulumi:providers:keycloak";

/** What makes Keycloak's first administrator. */
const variables = [
  "KC_BOOTSTRAP_ADMIN_USERNAME",
  "KC_BOOTSTRAP_ADMIN_PASSWORD",
  "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET",
  "KEYCLOAK_ADMIN",
  "KEYCLOAK_ADMIN_PASSWORD",
  "KEYCLOAK_USER",
  "KEYCLOAK_PASSWORD",
];
const option = /(?:^|\s)(--bootstrap-admin-(?:username|password|client-secret))(?:[=\s]|$)/;

const names = ["admin", "administrator", "root", "keycloak"];
/** What is tried first. */
const guessable = [...names, "", "password", "changeme", "change_me", "secret", "test", "123456"];

const isGuessable = (text: string): boolean => guessable.includes(text.toLowerCase());

/** Nobody administers Keycloak with a name and a password that everybody knows. */
export const defaultAdmin = resourcePolicy({
  name: "default-admin",
  description:
    "Keycloak has no administrator whose name or password is in a manifest or can be guessed, and runs in its mode for production.",
  why: "Who administers Keycloak can sign in as everybody to everything, and admin with a password from a manifest is what is tried first.",
  link: "https://www.keycloak.org/server/bootstrap-admin-recovery",
  concerns: anyOf(givesTexts, types(user, provider)),
  *check(resource, { stack: { environment } }) {
    for (const one of given(resource)) yield* bootstrapFindings(one, isSecret(resource));
    if (makesPods(resource.type) && environment !== "dev") yield* modeFindings(resource);
    if (resource.type === user) yield* userFindings(resource);
    if (resource.type === provider) yield* providerFindings(resource);
  },
});

const isSecret = ({ type }: Resource): boolean => kindOf(type)?.kind === "Secret";
const fromSecret =
  "Take it from a Secret (valueFrom.secretKeyRef) with a long random text, and sign in as a service account";

function* bootstrapFindings({ at, name, text }: Given, isKeptSecret: boolean): Iterable<Finding> {
  const isVariable = name !== undefined && variables.includes(name);
  if (isVariable && isKeptSecret && isGuessable(text))
    yield { at, problem: "can be guessed", fix: "Put a long random text there" };
  if (isVariable && !isKeptSecret && !text.startsWith("$("))
    yield { at, problem: "gives Keycloak's first administrator in the open", fix: fromSecret };
  const [, named] = (name === undefined && option.exec(text)) || [];
  if (named !== undefined)
    yield { at, problem: `gives Keycloak's first administrator in the open (${named})`, fix: fromSecret };
}

function* modeFindings(resource: Resource): Iterable<Finding> {
  for (const { at: where, value } of containers(resource))
    for (const field of ["command", "args"]) {
      const texts = items(at(value, field));
      if (
        isKeycloak(value) &&
        texts.some((text) => typeof text === "string" && /(?:^|\s)start-dev(?:\s|$)/.test(text))
      )
        yield {
          at: `${where}.${field}`,
          problem: "starts Keycloak in its mode for development (start-dev)",
          fix: "Use start, with a host name, TLS and a database",
        };
    }
}

const isKeycloak = (container: Value): boolean =>
  [at(container, "image"), ...items(at(container, "command")), ...items(at(container, "args"))].some(
    (text) => typeof text === "string" && /keycloak|\bkc\.sh\b/i.test(text),
  );

function* userFindings({ properties: { username } }: Resource): Iterable<Finding> {
  if (typeof username === "string" && names.includes(username.toLowerCase()))
    yield {
      at: "username",
      problem: `is ${shown(username)}`,
      fix: "Give each administrator an account with a name of its own",
    };
}

function* providerFindings({ properties: { username, password } }: Resource): Iterable<Finding> {
  const fix = "Sign in as a service account: clientId and a random clientSecret, no username and no password";
  if (typeof username === "string" && names.includes(username.toLowerCase()))
    yield { at: "username", problem: `is ${shown(username)}`, fix };
  if (typeof password === "string" && isGuessable(password))
    yield { at: "password", problem: "can be guessed", fix };
}
