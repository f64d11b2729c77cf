import type * as pulumi from "@pulumi/pulumi";

/** The value of an output, to be awaited by a test. Rejects when the output does. */
export const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise(): Promise<T> }).promise();

/** What a secret input looks like in a registration. */
export const secretOf = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
