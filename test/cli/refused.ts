import type { Command } from "./command";

/** The text of a stack's file. @param lines of its configuration */
export const stack = (...lines: string[]) => ["config:", ...lines.map((line) => `  ${line}`), ""].join("\n");

/** Runs a command that must end with a mistake, before any program was called and any file was made. @returns what it says */
export async function refused(command: Command, ...run: Parameters<Command["run"]>): Promise<string> {
  const { code, text } = await command.run(...run);
  expect({ code, text }).toEqual({ code: 1, text: expect.not.stringMatching(/^\s+at /m) as string });
  const making = (await command.calls()).filter((call) => !/^(docker|kind) (version|ps)/.test(call));
  expect([making, await command.made()]).toEqual([[], []]);
  return text.trim();
}
