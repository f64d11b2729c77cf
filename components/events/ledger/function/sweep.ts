import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "pg";
import { close, isEmpty, publishDue, type Post, type Subscription } from "./outbox";

/** How long one sweep goes on at most, in milliseconds: shorter than a request may take. */
const longest = 45_000;
/** How long it waits for something to be handled before it looks again, in milliseconds: each time twice as long. */
const pause = { shortest: 100, longest: 2_000 };

/**
 * Publishes an outbox until it is empty. Whoever asks while that goes on is answered at once, and the one that goes on looks
 * once more before it ends.
 */
export class Sweeper {
  private running = false;
  private asked = false;

  constructor(
    private readonly post: Post,
    private readonly subscriptions: readonly Subscription[],
  ) {}

  async sweep(pool: Pool): Promise<void> {
    this.asked = true;
    if (this.running) return;
    this.running = true;
    const end = Date.now() + longest;
    try {
      for (let idle = pause.shortest; Date.now() < end;) {
        this.asked = false;
        const published = await publishDue(pool, this.post);
        await close(pool, this.subscriptions);
        const done = await isEmpty(pool);
        // Nobody can ask between this and the end.
        if (done && !this.asked) return;
        if (published > 0 || this.asked) idle = pause.shortest;
        else idle = await waited(idle);
      }
    } finally {
      this.running = false;
    }
  }
}

/** @returns how long to wait the next time */
async function waited(milliseconds: number): Promise<number> {
  await wait(milliseconds);
  return Math.min(2 * milliseconds, pause.longest);
}
