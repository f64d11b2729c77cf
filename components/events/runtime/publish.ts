import { createHash, randomUUID } from "node:crypto";
import { CloudEvent } from "cloudevents";
import { busVariables } from "../../function-variables";
import type { NewEvent } from "./handler";
import { post } from "./post";
import type { Trace } from "./trace";

/** The event whose handling publishes others. */
export interface Cause {
  readonly source: string;
  readonly id: string;
}

/** Publishes what happens during one call of a function. */
export class Publisher {
  private count = 0;

  /** @param cause undefined where it is no event that the function handles */
  constructor(
    private readonly source: string,
    private readonly trace: Trace,
    private readonly cause?: Cause,
  ) {}

  /** @throws Error when the bus does not take it, and as `make` does */
  publish(event: NewEvent): Promise<void> {
    return post(this.make(event));
  }

  /** An event of the function. @throws Error when its type is none of the function's */
  make({ type, data, subject, id = this.nextId() }: NewEvent): CloudEvent<unknown> {
    const types = process.env[busVariables.types]?.split(",").filter(Boolean) ?? [];
    if (!types.includes(type)) {
      throw new Error(
        `The function publishes "${type}", and says it publishes ${types.join(", ") || "nothing"}. Add it to publishes.`,
      );
    }
    return new CloudEvent({
      id,
      source: this.source,
      type,
      ...(subject !== undefined && { subject }),
      ...(data !== undefined && { data, datacontenttype: "application/json" }),
      ...(this.trace.parent !== undefined && { traceparent: this.trace.parent }),
    });
  }

  /** What work publishes that is begun again is the same as what it published before. */
  async repeatable<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.count;
    try {
      return await work();
    } catch (error) {
      this.count = before;
      throw error;
    }
  }

  /** The same for the same event of the same cause, which may come more than once. */
  private nextId(): string {
    if (!this.cause) return randomUUID();
    const { source, id } = this.cause;
    return createHash("sha256")
      .update(JSON.stringify([source, id, this.count++]))
      .digest("hex")
      .slice(0, 32);
  }
}
