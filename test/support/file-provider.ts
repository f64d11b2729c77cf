import * as crypto from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import {
  PartialFailure,
  serveProvider,
  type Provider,
  type ResourceType,
  type Values,
} from "../../local/plugins/base";

interface Folder {
  readonly directory: string;
  /** Whether a file that exists is in the way of a new one. */
  readonly exclusive: boolean;
}

const outputs = (content: string): Values => ({
  digest: crypto.createHash("sha256").update(content).digest("hex"),
  size: content.length,
});

/** A text file in the configured folder: the smallest resource that has everything a real one has. */
const file: ResourceType<Folder> = {
  description: "A text file.",
  inputs: {
    name: { type: "string", description: "Name of the file.", required: true, change: "replace" },
    content: { type: "string", description: "What stands in it.", default: "" },
    labels: { type: "map", description: "Not written." },
    retries: { type: "integer", description: "Not used.", minimum: 0 },
  },
  outputs: {
    digest: { type: "string", description: "SHA-256 of the content.", secret: true },
    size: { type: "integer", description: "Length of the content." },
    path: { type: "string", description: "Where it is.", stable: true },
  },
  check: ({ name, content }) =>
    name !== undefined && name === content
      ? [{ property: "content", reason: `"content" is the name. Allowed: another text.` }]
      : [],
  async create(inputs, { client, signal }) {
    const { name, content } = inputs as { name: string; content: string };
    const target = path.join(client.directory, name);
    await fs.writeFile(target, content, { flag: client.exclusive ? "wx" : "w" });
    if (content === "half") {
      throw new PartialFailure(name, { ...outputs(content), path: target }, ["It is half made."]);
    }
    if (content === "slow") {
      signal.throwIfAborted();
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason as Error)),
      );
    }
    return { id: name, outputs: { ...outputs(content), path: target } };
  },
  async read(id, known, { client }) {
    const target = path.join(client.directory, id);
    const content = await fs.readFile(target, "utf8").catch(() => undefined);
    return content === undefined
      ? undefined
      : { inputs: { ...known?.inputs, name: id, content }, outputs: { ...outputs(content), path: target } };
  },
  async update(id, known, { content }, { client }) {
    await fs.writeFile(path.join(client.directory, id), content as string);
    return { ...known.outputs, ...outputs(content as string) };
  },
  delete: (id, _known, { client }) => fs.rm(path.join(client.directory, id), { force: true }),
};

const provider: Provider<Folder> = {
  name: "file",
  version: "1.2.3",
  description: "Files, for tests.",
  config: {
    directory: { type: "string", description: "An existing folder.", required: true, change: "replace" },
    depth: { type: "integer", description: "Not used.", minimum: 1 },
    exclusive: { type: "boolean", description: "Whether to refuse what exists.", default: false },
  },
  connect: (config) => ({ directory: config.directory as string, exclusive: config.exclusive as boolean }),
  resources: { "file:index:File": file },
};

void serveProvider(provider);
