import type { Pool } from "pg";
import { CloudEvent } from "cloudevents";
import type { Context, NewEvent } from "./handler";

/** A context that keeps what a handler does with it. */
export interface TestContext extends Context {
  /** In their order. */
  readonly published: NewEvent[];
  readonly logged: { readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }[];
}

/**
 * What a test gives a handler, so that it needs no platform.
 *
 * @param database what stands in for its database @default – it has none
 * @example expect(await notify(testEvent("driver.assigned", { order: "7" }), testContext({ database }))).toBeUndefined();
 */
export function testContext({ database }: { readonly database?: Pool } = {}): TestContext {
  const published: NewEvent[] = [];
  const logged: TestContext["logged"] = [];
  return {
    published,
    logged,
    log: (message, fields) => void logged.push({ message, fields }),
    publish: async (event) => void published.push(event),
    database: () => {
      if (!database) throw new Error("The test gave the handler no database.");
      return database;
    },
    signal: new AbortController().signal,
  };
}

/** An event as a bus delivers it. @param attributes others than a test's own, such as `subject` */
export function testEvent<Data>(
  type: string,
  data: Data,
  attributes: Readonly<Record<string, string>> = {},
): CloudEvent<Data> {
  return new CloudEvent<Data>({ id: "1", source: "/test", type, data, ...attributes });
}
