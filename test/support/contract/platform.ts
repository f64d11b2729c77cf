import type { CloudEvent } from "cloudevents";
import type { FunctionPlatform } from "../../../components/contracts";

/** What the contract's functions say that they publish. */
export const published = ["order.placed", "driver.assigned", "driver.missing"];

/** What a function is started with. */
export interface Start {
  readonly takes: "requests" | "events";
  /** Seconds that one call may take. @default 60 */
  readonly timeout?: number;
  /** Beside that of its bus. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Code in the place of the contract's own. */
  readonly code?: string;
}

/** An event in CloudEvents' JSON. */
export type SentEvent = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly source: string;
  readonly type: string;
};

/** A function that runs as its platform runs it, between servers that stand in for the platform's own. */
export interface Instance {
  /** Calls it as anyone does who knows its address. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /**
   * Brings it an event once, as the platform's bus does.
   *
   * @returns what the bus does then: nothing more, bring it again, or keep it as a dead letter
   */
  deliver(event: SentEvent): Promise<"done" | "again" | "dead">;
  /**
   * Brings it several events at once, as the platform does: one batch of CloudEvents', on Lambda dead letters that come back.
   *
   * @returns whether all were taken, or some come again
   */
  deliverBatch(events: readonly SentEvent[]): Promise<"done" | "again">;
  /** What its bus took, in order. */
  readonly events: readonly CloudEvent<unknown>[];
  /** Makes its bus refuse everything, or take it again. */
  refuse(refuses: boolean): void;
  /** The lines of its log so far that are its own. */
  lines(): readonly Readonly<Record<string, unknown>>[];
  /** Everything that it wrote. */
  output(): string;
  stop(): Promise<void>;
}

/** One way to run functions. */
export interface TestedPlatform {
  readonly kind: FunctionPlatform["kind"];
  /** Starts a function; it takes calls, or has ended. */
  start(start: Start): Promise<Instance>;
  /** Calls it so that the call says which trace it belongs to in the platform's own header; undefined where there is none. */
  readonly trace?: (
    instance: Instance,
    trace: { id: string; span: string },
    path: string,
  ) => Promise<Response>;
}
