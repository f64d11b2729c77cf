import { givesAway, isOfSecret } from "./names";

const assignment = /(?:^|[\s;&|("'`?,])-{0,2}([A-Za-z][\w.-]*)=("[^"]*"|'[^']*'|[^\s"'`;&|),]*)/g;

/** Whether a text sets something to a secret: `--password=…`, `PGPASSWORD=… psql`, `-Djavax.password=…`. */
export const setsSecret = (text: string): boolean =>
  [...text.matchAll(assignment)].some(
    ([, name, value]) => isOfSecret(name!) && givesAway(value!.replaceAll(/["']/g, "")),
  );

/** Whether an argument is the value of the option before it, and that is a secret: `--password`, `…`. */
export const isSecretOf = (option: string, value: string): boolean =>
  /^--?[A-Za-z][\w.-]*$/.test(option) && isOfSecret(option) && !value.startsWith("-") && givesAway(value);
