import type { ResourceType, Values } from "../base";
import type { Folder } from "./api";
import { pathOf, type CloudClient } from "./client";
import { checkLabels, checkParent, importedId, labelsInput, uuid } from "./rules";

/** A folder of an organization. */
export const folder: ResourceType<CloudClient> = {
  description: "A folder of an organization.",
  inputs: {
    labels: labelsInput,
    name: { type: "string", description: "Name of the folder.", required: true, autonamed: true },
    parentId: {
      type: "string",
      description: "Id of the folder that it is in, or root.",
      required: true,
    },
  },
  outputs: {},
  check: ({ labels, parentId }) => [...checkLabels(labels), ...checkParent(parentId)],
  async create(inputs, { client, signal }) {
    const purpose = { doing: `create the folder "${inputs.name as string}"`, signal };
    const made = await client.post<Folder>("/folders", body(inputs), purpose);
    return { id: made.resource_id, outputs: outputsOf(made) };
  },
  async read(id, known, { client, signal }) {
    if (!known) importedId(id, uuid, "the id of a folder");
    const found = await client.find<Folder>(pathOf`/folders/${id}`, { doing: "look for the folder", signal });
    if (!found) return undefined;
    const { name, parent_id: parentId } = found;
    return { inputs: { name, parentId, ...outputsOf(found) }, outputs: outputsOf(found) };
  },
  async update(id, _known, inputs, { client, signal }) {
    const purpose = { doing: `change the folder "${inputs.name as string}"`, signal };
    return outputsOf(await client.patch(pathOf`/folders/${id}`, body(inputs), purpose));
  },
  async delete(id, known, { client, signal }) {
    const doing = `delete the folder "${known.inputs.name as string}"`;
    await client.delete(pathOf`/folders/${id}`, { doing, signal });
  },
};

const body = ({ name, parentId, labels }: Values) => ({ name, parent_id: parentId, labels });

const outputsOf = ({ labels = {} }: Folder) => ({ labels });
