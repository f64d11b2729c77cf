import { plain } from "./engine-lines";

/** Why the engine ended: the policies that stopped it and its own diagnostics, without the listing of every resource. */
export function engineProblem(error: Error): string {
  const text = plain(error.message).replaceAll(/\u001b\[[0-9;]*m/g, "");
  const signal = /Command was killed with (SIG\w+)/.exec(text)?.[1];
  if (signal) return `The engine was ended by ${signal}. Run the same command again: it clears up first.`;
  const parts = [policyProblems(text), sectionOf("Diagnostics", text)].filter((part) => part !== undefined);
  return (parts.length > 0 ? parts.join("\n") : text).trimEnd();
}

/** What broken policies stopped it; those that only advise are told of as they come. */
const policyProblems = (text: string): string | undefined =>
  [sectionOf("Policies", text)].find((section) => section?.includes("[mandatory]"));

const sectionOf = (title: string, text: string): string | undefined =>
  new RegExp(
    String.raw`${title}:\n([\s\S]*?)(?:\n\s*(?:Policies|Diagnostics|Outputs|Resources|Duration|stderr):|$)`,
  ).exec(text)?.[1];

/** What is wrong when the engine cannot open a stack, and what to do. */
export function openingProblem(stack: string, message: string): string {
  if (!message.includes("incorrect passphrase")) return `Stack ${stack} cannot be opened:\n${message}`;
  return (
    `Stack ${stack} was made with another passphrase: Pulumi.${stack}.yaml holds secrets of it. ` +
    "Set PULUMI_CONFIG_PASSPHRASE_FILE to the file with that passphrase, or take the secrets and `encryptionsalt` out."
  );
}
