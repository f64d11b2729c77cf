/** What identifies a stack, and its configuration as the engine sends it. */
export interface StackConfiguration {
  readonly config: Iterable<[key: string, value: string]>;
  readonly secretKeys: readonly string[];
}

/**
 * The variables through which the Node SDK reads configuration. It takes keys as `namespace:config:name`, as
 * every version of it knows them; the engine sends `namespace:name`, and as such the SDK looks for secret keys.
 */
export function configEnvironment({ config, secretKeys }: StackConfiguration): Record<string, string> {
  const values = Object.fromEntries([...config].map(([key, value]) => [longKey(key), value]));
  return {
    PULUMI_CONFIG: JSON.stringify(values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
  };
}

function longKey(key: string): string {
  const [namespace, ...name] = key.split(":");
  return name.length === 1 ? `${namespace}:config:${name[0]}` : key;
}
