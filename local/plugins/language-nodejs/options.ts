import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** The `runtime.options` of Pulumi.yaml that say how a program starts. */
export interface RuntimeOptions {
  /** Whether ts-node is loaded. @default true */
  readonly typescript: boolean;
  /** Path of a tsconfig.json other than the one in the working directory. */
  readonly tsconfig?: string;
  /** Arguments for node itself. */
  readonly nodeArguments: readonly string[];
  /** Package manager for `pulumi install`; by lock file when undefined. */
  readonly packageManager?: string;
}

/** @throws Error when an option has a type that Pulumi.yaml does not allow */
export function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  const options = info?.getOptions()?.toJavaScript() ?? {};
  const { typescript = true } = options;
  if (typeof typescript !== "boolean") {
    throw new Error(
      `runtime.options.typescript in Pulumi.yaml is ${JSON.stringify(typescript)}. Allowed: true, false.`,
    );
  }
  const packageManager = text(options, "packagemanager");
  return {
    typescript,
    tsconfig: text(options, "tsconfig"),
    nodeArguments: (text(options, "nodeargs") ?? "").split(/\s+/).filter(Boolean),
    packageManager: packageManager === "auto" ? undefined : packageManager,
  };
}

function text(options: Record<string, unknown>, name: string): string | undefined {
  const value = options[name];
  if (value !== undefined && typeof value !== "string") {
    throw new Error(`runtime.options.${name} in Pulumi.yaml is ${JSON.stringify(value)}. Allowed: a text.`);
  }
  return value || undefined;
}
