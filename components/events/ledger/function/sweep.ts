import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "pg";
import { close, isEmpty, publishDue, type Post, type Subscription } from "./outbox";

/** How long one sweep goes on at most, in milliseconds: shorter than a request may take. */
const longest = 45_000;
/** How often it looks whether something was handled, in milliseconds: an event may wait for one with its key. */
const pause = 100;

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
    try {
      await this.run(pool, Date.now() + longest);
    } finally {
      this.running = false;
    }
  }

  private async run(pool: Pool, end: number): Promise<void> {
    do {
      this.asked = false;
      const published = await publishDue(pool, this.post);
      await close(pool, this.subscriptions);
      if (published > 0) continue;
      if (await isEmpty(pool)) continue;
      await wait(pause);
      this.asked = true;
    } while (this.asked && Date.now() < end);
  }
}
