import * as pulumi from "@pulumi/pulumi";
import manifest from "./package.json";

/** Version of the package. */
export function getVersion(): string {
  return manifest.version;
}

/** The package's own defaults under what a program says. */
export function withDefaults<Options extends pulumi.ResourceOptions | pulumi.InvokeOptions>(
  opts: Options | undefined,
): Options {
  return { version: getVersion(), ...opts } as Options;
}

/**
 * Tells the engine which plugin serves this package, and what of all Terraform providers it is to serve.
 *
 * @returns what resources and functions are tagged with
 */
export function getPackage(): Promise<string | undefined> {
  const { name, version, parameterization } = manifest.pulumi;
  return pulumi.runtime.registerPackage({
    baseProviderName: name,
    baseProviderVersion: version,
    baseProviderDownloadUrl: "",
    packageName: parameterization.name,
    packageVersion: parameterization.version,
    base64Parameter: parameterization.value,
  });
}

/** Properties of a resource: what the program says, and a place for each that the provider fills in. */
export function properties(args: object | undefined, names: readonly string[]): pulumi.Inputs {
  return { ...Object.fromEntries(names.map((name) => [name, undefined])), ...args };
}

/** Keeps a value encrypted in the state, also where the program does not say so. */
export function secret<T>(value: pulumi.Input<T> | undefined): pulumi.Output<T> | undefined {
  return value === undefined ? undefined : (pulumi.secret(value) as pulumi.Output<T>);
}

/** Whether an object is a resource of a type, also when it comes from a second copy of the SDK. */
export function hasType(candidate: unknown, type: string): boolean {
  return (candidate as { __pulumiType?: string } | null | undefined)?.__pulumiType === type;
}
