import type { EventFilter } from "../../contracts";

/**
 * A filter as EventBridge has it. Type and source are attributes of its own, too, so that events of AWS's services are
 * chosen alike; the others are in the event that it carries.
 */
export function patternOf({ type, source, ...others }: EventFilter): object {
  const detail = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, [value]]));
  return {
    "detail-type": [type],
    ...(source !== undefined && { source: [source] }),
    ...(Object.keys(others).length > 0 && { detail }),
  };
}
