/** The values of a function's variables, by what they are. @throws Error that names what is missing */
export function settingsOf<Name extends string>(
  variables: Readonly<Record<Name, string>>,
  need: string,
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<Name, string>> {
  const entries = Object.entries<string>(variables).map(([name, variable]) => [name, env[variable]] as const);
  const missing = Object.values<string>(variables).filter((variable) => !env[variable]);
  if (missing.length > 0) {
    throw new Error(`${missing.join(", ")} is not set. Give the function needs.${need}, which sets it.`);
  }
  return Object.fromEntries(entries) as Record<Name, string>;
}
