import { z } from "zod";

const effects = z.discriminatedUnion("effect", [
  /** The call is answered with an error. `work`: whether it is done nevertheless, as when only its answer gets lost. */
  z.object({
    effect: z.literal("error"),
    status: z.number().int().min(400).max(599),
    message: z.string().optional(),
    retry_after: z.number().int().min(0).optional(),
    work: z.boolean().default(false),
  }),
  /** The answer comes late. */
  z.object({ effect: z.literal("delay"), milliseconds: z.number().int().min(0).max(600_000) }),
  /** The connection ends without an answer. */
  z.object({ effect: z.literal("drop"), work: z.boolean().default(false) }),
  /** The next cluster that is made becomes CREATION_FAILED. */
  z.object({ effect: z.literal("fail creation") }),
]);

/** Something that goes wrong: which calls it meets, how many of them, and what it does. */
export const faultSchema = z.intersection(
  z.object({
    /** As `POST /api/v1/clusters`; `*` stands for any part of a path. @default every call */
    on: z
      .string()
      .regex(/^[A-Z]+ \//)
      .optional(),
    times: z.number().int().min(1).default(1),
  }),
  effects,
);

export type Fault = z.infer<typeof faultSchema>;

/** The faults that wait for their calls. */
export class Faults {
  private waiting: Fault[] = [];

  add(fault: Fault): void {
    this.waiting.push({ ...fault });
  }

  clear(): void {
    this.waiting = [];
  }

  list(): readonly Fault[] {
    return this.waiting;
  }

  /** What is to happen to a call, each fault once. */
  meet(method: string, path: string): Fault[] {
    return this.take(({ effect, on }) => {
      return effect !== "fail creation" && (on === undefined || matches(on, `${method} ${path}`));
    });
  }

  /** Whether the cluster that is about to be made is to fail. */
  meetCreation(): boolean {
    return this.take(({ effect }) => effect === "fail creation").length > 0;
  }

  private take(isMet: (fault: Fault) => boolean): Fault[] {
    const met = this.waiting.filter(isMet);
    for (const fault of met) fault.times -= 1;
    this.waiting = this.waiting.filter(({ times }) => times > 0);
    return met;
  }
}

function matches(pattern: string, call: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}$`).test(call);
}
