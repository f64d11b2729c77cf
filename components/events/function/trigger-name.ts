import { createHash } from "node:crypto";
import type { Trigger } from "../../contracts";

/** The same trigger of a function has the same name, wherever it stands among the others, and however it is written. */
export function triggerName(name: string, trigger: Trigger): string {
  const what = trigger.event ? Object.entries(trigger.event).sort() : [trigger.schedule, trigger.timeZone];
  return `${name}-${createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 8)}`;
}
