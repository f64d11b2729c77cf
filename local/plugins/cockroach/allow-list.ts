import { isIPv4 } from "node:net";
import type { Known, ResourceType } from "../base";
import type { AllowlistEntry } from "./api";
import { pathOf, type CloudClient } from "./client";
import { failure, importedId } from "./rules";

const form = /^([0-9a-f-]{36}):([\d.]{7,15})\/(\d{1,2})$/;

/** An entry of a cluster's IP allow list. */
export const allowList: ResourceType<CloudClient> = {
  description: "An entry of a cluster's IP allow list.",
  inputs: {
    clusterId: { type: "string", description: "Id of the cluster.", required: true, change: "replace" },
    cidrIp: {
      type: "string",
      description: "IPv4 address that the range begins with.",
      required: true,
      change: "replace",
    },
    cidrMask: {
      type: "integer",
      description: "Length of the range's prefix, from 0 to 32.",
      required: true,
      minimum: 0,
      change: "replace",
    },
    name: { type: "string", description: "Name of the entry.", autonamed: true, computed: true },
    sql: { type: "boolean", description: "Whether SQL clients may connect.", required: true },
    ui: { type: "boolean", description: "Whether the DB Console may be opened.", required: true },
  },
  outputs: {},
  check: ({ cidrIp, cidrMask }) => [
    ...failure(
      typeof cidrIp === "string" && !isIPv4(cidrIp),
      "cidrIp",
      () => `"cidrIp" is ${JSON.stringify(cidrIp)}. Allowed: an IPv4 address.`,
    ),
    ...failure(
      typeof cidrMask === "number" && cidrMask > 32,
      "cidrMask",
      () => `"cidrMask" is ${cidrMask as number}. Allowed: 0 to 32.`,
    ),
  ],
  async create(inputs, { client, signal }) {
    const { clusterId, ...entry } = inputs as unknown as Inputs;
    const purpose = { doing: `allow ${rangeOf(entry)}`, signal };
    const made = await client.post<AllowlistEntry>(listOf(clusterId), body(entry), purpose);
    return { id: `${clusterId}:${rangeOf(entry)}`, outputs: outputsOf(made) };
  },
  async read(id, known, { client, signal }) {
    const { clusterId, cidrIp, cidrMask } = known ? inputsOf(known) : imported(id);
    const found = await client.findIn<AllowlistEntry>(
      listOf(clusterId),
      "allowlist",
      (one) => one.cidr_ip === cidrIp && one.cidr_mask === cidrMask,
      { doing: `look for ${rangeOf({ cidrIp, cidrMask })} in the allow list`, signal },
    );
    if (!found) return undefined;
    const { sql, ui } = found;
    return {
      inputs: { clusterId, cidrIp, cidrMask, sql, ui, ...outputsOf(found) },
      outputs: outputsOf(found),
    };
  },
  async update(_id, known, inputs, { client, signal }) {
    const { name, sql, ui, ...range } = inputs as unknown as Inputs;
    const purpose = { doing: `change the entry ${rangeOf(range)} of the allow list`, signal };
    return outputsOf(await client.patch(entryOf(inputsOf(known)), { name, sql, ui }, purpose));
  },
  async delete(_id, known, { client, signal }) {
    const inputs = inputsOf(known);
    const doing = `take ${rangeOf(inputs)} off the allow list`;
    await client.delete(entryOf(inputs), { doing, signal });
  },
};

interface Range {
  readonly cidrIp: string;
  readonly cidrMask: number;
}

interface Entry extends Range {
  readonly name?: string;
  readonly sql: boolean;
  readonly ui: boolean;
}

type Inputs = Entry & { readonly clusterId: string };

const listOf = (clusterId: string): string => pathOf`/clusters/${clusterId}/networking/allowlist`;

const entryOf = ({ clusterId, cidrIp, cidrMask }: Inputs): string =>
  `${listOf(clusterId)}${pathOf`/${cidrIp}/${cidrMask}`}`;

const rangeOf = ({ cidrIp, cidrMask }: Range): string => `${cidrIp}/${cidrMask}`;

const inputsOf = (known: Known): Inputs => known.inputs as unknown as Inputs;

function imported(id: string): Range & { readonly clusterId: string } {
  const [clusterId = "", cidrIp = "", mask] = importedId(id, form, "<cluster id>:<address>/<mask>");
  return { clusterId, cidrIp, cidrMask: Number(mask) };
}

function body({ cidrIp, cidrMask, name, sql, ui }: Entry): AllowlistEntry {
  return { cidr_ip: cidrIp, cidr_mask: cidrMask, name, sql, ui };
}

const outputsOf = ({ name = "" }: AllowlistEntry) => ({ name });
