import type { Known, ResourceType } from "../base";
import type { Role } from "./api";
import { pathOf, type CloudClient, type Purpose } from "./client";
import { failure, importedId, uuid } from "./rules";

const form = /^([0-9a-f-]{36}),([A-Z_]+),([A-Z]+)(?:,([0-9a-f-]{36})?)?$/;
const words = "<user id>,<role name>,<resource type>,<resource id>; for the organization without the last";

const roleNames = [
  "BILLING_COORDINATOR",
  "BILLING_VIEWER",
  "CLUSTER_ADMIN",
  "CLUSTER_CREATOR",
  "CLUSTER_DEVELOPER",
  "CLUSTER_MONITOR",
  "CLUSTER_OPERATOR_WRITER",
  "FOLDER_ADMIN",
  "FOLDER_MOVER",
  "METRICS_VIEWER",
  "ORG_ADMIN",
  "ORG_MEMBER",
];

/** One role of a user or service account. */
export const userRoleGrant: ResourceType<CloudClient> = {
  description: "One role of a user or service account.",
  inputs: {
    userId: { type: "string", description: "Id of the user or service account.", required: true },
    role: {
      required: true,
      description: "What is granted.",
      type: {
        name: "UserRoleGrantRole",
        properties: {
          roleName: {
            type: "string",
            description: "Name of the role.",
            required: true,
            allowed: roleNames,
          },
          resourceType: {
            type: "string",
            description: "What it is granted on.",
            required: true,
            allowed: ["CLUSTER", "FOLDER", "ORGANIZATION"],
          },
          resourceId: { type: "string", description: "Id of the cluster or folder." },
        },
      },
    },
  },
  outputs: {},
  check({ userId, role }) {
    const { resourceType, resourceId } = (role ?? {}) as unknown as Partial<Granted>;
    const isWhole = resourceType === "ORGANIZATION";
    return [
      ...failure(
        typeof userId === "string" && !uuid.test(userId),
        "userId",
        () => `"userId" is ${JSON.stringify(userId)}. Allowed: the id of a user or service account.`,
      ),
      ...failure(role !== undefined && isWhole === (resourceId !== undefined), "role.resourceId", () =>
        isWhole
          ? `"role.resourceId" is "${resourceId}" on the ORGANIZATION. Leave it out.`
          : `"role.resourceId" is missing. Set it to the id of the ${resourceType?.toLowerCase()}.`,
      ),
    ];
  },
  async create(inputs, { client, signal }) {
    const grant = inputs as unknown as Grant;
    const purpose = { doing: `grant ${wordsFor(grant)}`, signal };
    // The API grants a second time without a word, and the first grant would end with this one.
    if ((await rolesOf(grant, client, purpose)).some((role) => isSame(role, grant.role))) {
      const id = idOf(grant);
      throw new Error(
        `There is a grant of ${wordsFor(grant)} already. Take it over with \`pulumi import\` and the id ${id}, or leave it out.`,
      );
    }
    await client.post(grantPath(grant), undefined, purpose);
    return { id: idOf(grant), outputs: {} };
  },
  async read(id, known, { client, signal }) {
    const grant = known ? grantOf(known) : imported(id);
    const roles = await rolesOf(grant, client, { doing: `look for ${wordsFor(grant)}`, signal });
    return roles.some((role) => isSame(role, grant.role))
      ? { inputs: { ...grant, role: { ...grant.role } }, outputs: {} }
      : undefined;
  },
  async delete(_id, known, { client, signal }) {
    const grant = grantOf(known);
    await client.delete(grantPath(grant), { doing: `take away ${wordsFor(grant)}`, signal });
  },
};

interface Granted {
  readonly roleName: string;
  readonly resourceType: string;
  readonly resourceId?: string;
}

interface Grant {
  readonly userId: string;
  readonly role: Granted;
}

async function rolesOf({ userId }: Grant, client: CloudClient, purpose: Purpose): Promise<readonly Role[]> {
  const answer = await client.find<{ roles?: readonly Role[] }>(pathOf`/roles/${userId}`, purpose);
  return answer?.roles ?? [];
}

function isSame({ name, resource }: Role, { roleName, resourceType, resourceId }: Granted): boolean {
  return name === roleName && resource.type === resourceType && (resource.id ?? "") === (resourceId ?? "");
}

/** The API wants a part for the resource's id also where there is none. */
function grantPath({ userId, role }: Grant): string {
  return pathOf`/roles/${userId}/${role.resourceType}/${role.resourceId ?? ""}/${role.roleName}`;
}

function idOf({ userId, role: { roleName, resourceType, resourceId } }: Grant): string {
  return [userId, roleName, resourceType, ...(resourceId === undefined ? [] : [resourceId])].join(",");
}

function wordsFor({ userId, role: { roleName, resourceType, resourceId = "" } }: Grant): string {
  return `the role ${roleName} on ${resourceType} ${resourceId}`.trimEnd() + ` to ${userId}`;
}

const grantOf = (known: Known): Grant => known.inputs as unknown as Grant;

function imported(id: string): Grant {
  const [userId = "", roleName = "", resourceType = "", resourceId] = importedId(id, form, words);
  return { userId, role: { roleName, resourceType, ...(resourceId && { resourceId }) } };
}
