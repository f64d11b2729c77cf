/** Answers after which Knative's bus delivers an event again; those of servers that fail are others. */
const again: readonly number[] = [404, 408, 409, 429];

/** What becomes of an event by the status that a function answered it with, on every platform. */
export function outcomeOf(status: number): "done" | "again" | "dead" {
  if (status >= 200 && status < 300) return "done";
  return status >= 500 || again.includes(status) ? "again" : "dead";
}

/** Why a function did not take an event, as `refusal` says it. */
export async function reasonOf(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    return String((JSON.parse(text) as { error: unknown }).error);
  } catch {
    return text;
  }
}
