import type { Function as Lambda } from "@pulumi/aws/lambda/function";
import { FunctionUrl } from "@pulumi/aws/lambda/functionUrl";
import type * as pulumi from "@pulumi/pulumi";

/**
 * An address that everyone reaches. The provider itself adds what Lambda wants for it: that everyone may call the function,
 * by this address only.
 */
export const publicUrl = (name: string, lambda: Lambda, opts: pulumi.CustomResourceOptions): FunctionUrl =>
  new FunctionUrl(name, { functionName: lambda.name, authorizationType: "NONE" }, opts);
