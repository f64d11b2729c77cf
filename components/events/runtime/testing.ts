import { CloudEvent } from "cloudevents";
import type { Pool } from "pg";
import type { Context, OutboxEvent } from "./handler";

/** A context that keeps what a handler does with it. */
export interface TestContext extends Context {
  /** In their order, those of transactions included. */
  readonly published: OutboxEvent[];
  readonly logged: { readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }[];
}

/**
 * What a test gives a handler, so that it needs no platform. A transaction of it is none: each statement goes to the
 * database as it comes.
 *
 * @param database what stands in for its database @default – it has none
 * @example expect(await notify(testEvent("driver.assigned", { order: "7" }), testContext({ database }))).toBeUndefined();
 */
export function testContext({ database }: { readonly database?: Pool } = {}): TestContext {
  const published: OutboxEvent[] = [];
  const logged: TestContext["logged"] = [];
  const publish = (event: OutboxEvent): Promise<void> => {
    published.push(event);
    return Promise.resolve();
  };
  const pool = (): Pool => {
    if (!database) throw new Error("The test gave the handler no database.");
    return database;
  };
  return {
    source: "/functions/test",
    published,
    logged,
    log: (message, fields) => void logged.push({ message, fields }),
    publish,
    database: pool,
    transaction: (work) => work({ query: pool().query.bind<Pool["query"]>(pool()), publish }),
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
