import { UserError } from "../local/errors";

/** Exit code of a command that Ctrl-C ended, as shells have it. */
export const interruptedCode = 130;

/** Ctrl-C ended the command. */
export class Interrupted extends UserError {
  constructor() {
    super("Interrupted. Run the same command again to go on.");
  }
}

/** What the first Ctrl-C starts; undefined while the command may end at once. */
let stopWork: (() => void) | undefined;
let interrupted = false;

/** Makes Ctrl-C end the command with a word of what to do next: at once, but for work `inGoodOrder`. */
export function handleInterrupts(): void {
  process.on("SIGINT", () => {
    if (interrupted) exit("Ended at once. Run the same command again: it clears up first.");
    if (!stopWork) exit(new Interrupted().message);
    interrupted = true;
    console.error("\nending in good order; press Ctrl-C again to end at once");
    stopWork();
  });
}

function exit(message: string): never {
  console.error(`\n${message}`);
  process.exit(interruptedCode);
}

/**
 * Does work that Ctrl-C must not cut off half-way; a second one does.
 *
 * @param stop makes the work fail, and undoes what it did; safe to repeat
 * @throws Interrupted when it was interrupted, however it ended
 */
export async function inGoodOrder<T>(
  work: () => Promise<T>,
  stop: () => Promise<void> | void = () => undefined,
): Promise<T> {
  let stopping: Promise<void> = Promise.resolve();
  stopWork = () => {
    stopping = Promise.resolve(stop());
    stopping.catch(() => undefined); // awaited below
  };
  try {
    const result = await work();
    if (!interrupted) return result;
  } catch (error) {
    if (!interrupted) throw error;
  } finally {
    stopWork = undefined;
  }
  await stopping;
  // The work may have begun something after the first stop.
  await stop();
  throw new Interrupted();
}
