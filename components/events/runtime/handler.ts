import type { CloudEventV1 } from "cloudevents";
import type { Pool, PoolClient } from "pg";

/** An event that a function publishes. */
export interface NewEvent {
  /** One of those that the function says it publishes, such as `order.placed`. */
  readonly type: string;
  /** What happened, as it is written in JSON. @default – the type says it all */
  readonly data?: unknown;
  /** What it happened to, such as an order's id. */
  readonly subject?: string;
  /**
   * Events of one source with the same id are the same event.
   * @default – random; while an event is handled, one that is the same whenever that event comes again
   */
  readonly id?: string;
}

/** An event that is written along with a change of data, and goes out when that is there. */
export interface OutboxEvent extends NewEvent {
  /**
   * Events with the same key go out in the order of their transactions, each when all functions have handled the one
   * before. @default – in any order
   */
  readonly key?: string;
}

/** A transaction of the function's database. */
export interface Transaction extends Pick<PoolClient, "query"> {
  /** Publishes an event if the transaction is committed, and not if it is not, whatever dies when. */
  readonly publish: (event: OutboxEvent) => Promise<void>;
}

/** What a function gets beside the request or the event. */
export interface Context {
  /** Who the function is in the events that it publishes: `/functions/` and its name. */
  readonly source: string;
  /** Writes one line of JSON that log collectors understand, with the trace that the request or event belongs to. */
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Its database; idle connections are given back after a few seconds. @throws Error where it has none */
  readonly database: () => Pool;
  /**
   * Does work in one transaction, and again when it met another one. What the work throws undoes all of it. Its events are
   * written to the outbox of the database, whose tables a migration makes: see docs/events.md.
   */
  readonly transaction: <Result>(work: (transaction: Transaction) => Promise<Result>) => Promise<Result>;
  /**
   * Publishes an event; done when the bus has it.
   * @throws Error when the bus does not take it, when the type is none of the function's, and where there is no bus
   */
  readonly publish: (event: NewEvent) => Promise<void>;
  /** Ends when the caller is gone. */
  readonly signal: AbortSignal;
}

/** A function that answers HTTP: a web-standard request in, a web-standard response out. */
export type Handler = (request: Request, context: Context) => Response | Promise<Response>;

/** An event of CNCF's CloudEvents 1.0: `type`, `source`, `id`, `subject`, `time`, `data` and extensions. */
export type CloudEvent<Data = unknown> = CloudEventV1<Data>;

/** What a function that took an event gives: nothing, or events that happened by it. */
export type Outcome = void | NewEvent | readonly NewEvent[];

/**
 * A function with triggers. An event comes once or more often: `once` sees that its effect is there once. One that fails
 * is tried again, and kept as a dead letter at last; with a `RejectedEvent` at once.
 */
export type EventHandler<Data = unknown> = (
  event: CloudEvent<Data>,
  context: Context,
) => Outcome | Promise<Outcome>;

/** Thrown by a handler for an event that would fail however often it is tried: it becomes a dead letter at once. */
export class RejectedEvent extends Error {
  override readonly name = "RejectedEvent";
}
