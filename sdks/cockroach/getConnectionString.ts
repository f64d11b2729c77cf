import * as pulumi from "@pulumi/pulumi";
import type * as outputs from "./types/output";
import { getPackage, withDefaults } from "./utilities";

const token = "cockroach:index/getConnectionString:getConnectionString";

/** How SQL clients reach a cluster. */
export function getConnectionString(
  args: GetConnectionStringArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetConnectionStringResult> {
  const result = pulumi.runtime.invoke(token, { ...args }, withDefaults(opts), getPackage());
  return result as Promise<GetConnectionStringResult>;
}

/** As {@link getConnectionString}, with arguments that are known later. */
export function getConnectionStringOutput(
  args: GetConnectionStringOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetConnectionStringResult> {
  return pulumi.runtime.invokeOutput(token, { ...args }, withDefaults(opts), getPackage());
}

export interface GetConnectionStringArgs {
  /** Id of the cluster. */
  id: string;
  /** Database to connect to. @default `defaultdb` */
  database?: string;
  /** LINUX, MAC or WINDOWS: where the certificate of a dedicated cluster lies. @default – the machine's own */
  os?: string;
  /** Password of `sqlUser`, to be put into the string. */
  password?: string;
  /** Name of the SQL user. @default – none in the string */
  sqlUser?: string;
}

export interface GetConnectionStringOutputArgs {
  /** Id of the cluster. */
  id: pulumi.Input<string>;
  /** Database to connect to. @default `defaultdb` */
  database?: pulumi.Input<string | undefined>;
  /** LINUX, MAC or WINDOWS: where the certificate of a dedicated cluster lies. @default – the machine's own */
  os?: pulumi.Input<string | undefined>;
  /** Password of `sqlUser`, to be put into the string. */
  password?: pulumi.Input<string | undefined>;
  /** Name of the SQL user. @default – none in the string */
  sqlUser?: pulumi.Input<string | undefined>;
}

export interface GetConnectionStringResult {
  /** The parts that the string is made of. */
  readonly connectionParams: outputs.GetConnectionStringConnectionParams;
  readonly connectionString: string;
  readonly database: string;
  readonly id: string;
  readonly os: string;
  readonly password?: string;
  readonly sqlUser?: string;
}
