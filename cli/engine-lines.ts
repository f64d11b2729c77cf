import type { EngineEvent } from "@pulumi/pulumi/automation/events";

/**
 * A line for each resource that changed, and for what somebody should know of; what stays the same is counted, not listed.
 */
export function lineOf({
  resOutputsEvent,
  resOpFailedEvent,
  policyEvent,
  diagnosticEvent,
}: EngineEvent): string | undefined {
  const done = resOutputsEvent?.metadata;
  if (done && done.op !== "same" && done.op !== "read")
    return `${past[done.op] ?? done.op} ${label(done.urn)}`;
  if (resOpFailedEvent) return `failed ${label(resOpFailedEvent.metadata.urn)}`;
  if (diagnosticEvent?.severity === "warning" && !diagnosticEvent.ephemeral)
    return `warning: ${plain(diagnosticEvent.message)}`;
  if (diagnosticEvent && isWaiver(diagnosticEvent.message)) return plain(diagnosticEvent.message);
  // Those that stop it are in its error.
  if (policyEvent && policyEvent.enforcementLevel !== "mandatory")
    return `policy ${policyEvent.policyName}, ${label(policyEvent.resourceUrn ?? "")}: ${plain(policyEvent.message)}`;
  return undefined;
}

/** The policy pack says it of each waiver in force. */
const isWaiver = (message: string): boolean => plain(message).startsWith("waived: ");

/** One line for each resource that is waited for: of such a one, and no other, something is said in passing. */
export function waitLineOf({ diagnosticEvent }: EngineEvent, said: Set<string>): string | undefined {
  const { ephemeral, urn, message = "" } = diagnosticEvent ?? {};
  if (!ephemeral || !urn || plain(message) === "" || said.has(urn)) return undefined;
  said.add(urn);
  return `waiting for ${label(urn)}`;
}

const past: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created the replacement of",
  "delete-replaced": "deleted the old",
};

function label(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split(":").at(-1)} ${name}`;
}

/** Engine messages carry colour marks: `<{%fg 1%}>`. */
export function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}
