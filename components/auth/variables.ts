import type { Input } from "@pulumi/pulumi";

/** Environment variables of a container, by name: a value, or the key of a Secret that has it. */
export type Variables = Readonly<
  Record<string, string | { readonly secret: Input<string>; readonly key: string }>
>;

/** They as a container takes them. */
export function variablesOf(variables: Variables): object[] {
  return Object.entries(variables).map(([name, value]) =>
    typeof value === "string"
      ? { name, value }
      : { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } },
  );
}
