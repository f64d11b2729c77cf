import * as fs from "node:fs/promises";

/** Command lines, with a text in them, of other processes of this machine. */
export async function processes(text: string): Promise<string[]> {
  const ids = (await fs.readdir("/proc")).filter(
    (name) => /^\d+$/.test(name) && Number(name) !== process.pid,
  );
  const commands = await Promise.all(
    ids.map((id) => fs.readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")),
  );
  return commands.filter((command) => command.includes(text)).map((command) => command.replaceAll("\0", " "));
}
