import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

/** What a profile of AWS's own files says, by its keys. */
export type Profile = Readonly<Record<string, string>>;

/** All profiles, by name. What the file of credentials says comes before what the other one does. */
export async function profilesOf(env: NodeJS.ProcessEnv): Promise<ReadonlyMap<string, Profile>> {
  const folder = path.join(env.HOME ?? os.homedir(), ".aws");
  const config = await sectionsOf(env.AWS_CONFIG_FILE || path.join(folder, "config"));
  const credentials = await sectionsOf(env.AWS_SHARED_CREDENTIALS_FILE || path.join(folder, "credentials"));
  const profiles = new Map<string, Profile>();
  for (const [section, keys] of config) {
    const name = section === "default" ? section : /^profile\s+(.+)$/.exec(section)?.[1];
    if (name !== undefined) profiles.set(name, keys);
  }
  for (const [name, keys] of credentials) profiles.set(name, { ...profiles.get(name), ...keys });
  return profiles;
}

/** What is indented belongs to the key above it: no credentials are among that. */
async function sectionsOf(file: string): Promise<Map<string, Profile>> {
  const content = await fs.readFile(file, "utf8").catch(() => "");
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of content.split(/\r?\n/)) {
    const [, name] = /^\[\s*(.+?)\s*\]/.exec(line) ?? [];
    const [, key, value] = /^([A-Za-z0-9_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) {
      section = sections.get(name) ?? {};
      sections.set(name, section);
    } else if (section && key !== undefined && value !== undefined) section[key.toLowerCase()] = value;
  }
  return sections;
}
