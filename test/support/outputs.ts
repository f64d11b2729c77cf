import type * as pulumi from "@pulumi/pulumi";

/** The value of an output, to be awaited by a test. Rejects when the output does. */
export const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise(): Promise<T> }).promise();
