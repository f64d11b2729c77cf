/** How often something that runs says so: twice in the ten seconds after which silence looks like a hang. */
const interval = 5_000;

/** Calls `say` with the time so far until the returned function is called. */
export function heartbeat(say: (elapsed: string) => void, every = interval): () => void {
  const started = Date.now();
  const timer = setInterval(() => say(duration(Date.now() - started)), every);
  return () => clearInterval(timer);
}

/** Milliseconds in words: `8s`, `2m05s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
}
