import { randomUUID } from "node:crypto";
import type { AllowlistEntry, Folder, Role } from "../../../local/plugins/cockroach/api";
import { changed, type Cloud, type Held, type Specification } from "./cloud";
import type { Answer } from "./server";

type Handler = (cloud: Cloud, names: readonly string[], body: unknown, query: URLSearchParams) => Answer;

const answer = (body: unknown): Answer => ({ status: 200, body });
const refusal = (status: number, message: string): Answer => ({
  status,
  body: { code: status, message, details: [] },
});
const gone = (): Answer => refusal(404, "it does not exist");

/** A handler about what a cluster holds. */
function within(
  act: (held: Held, names: readonly string[], body: unknown, query: URLSearchParams) => Answer,
): Handler {
  return (cloud, [id = "", ...names], body, query) => {
    const held = cloud.clusters.get(id);
    return held ? act(held, names, body, query) : gone();
  };
}

interface Body {
  readonly name: string;
  readonly password?: string;
}

/** Listing, adding and deleting of things that have a name. */
function named<Thing extends { readonly name: string }>(
  path: string,
  list: string,
  thingsOf: (held: Held) => Thing[],
  added: (held: Held, body: Body) => void = () => undefined,
): Record<string, Handler> {
  return {
    // One to a page: lists are read to their end.
    [`GET ${path}`]: within((held, _names, _body, query) => {
      const page = Number(query.get("pagination.page"));
      const things = thingsOf(held);
      const next = page + 1 < things.length ? { next_page: `${page + 1}` } : {};
      return answer({ [list]: things.slice(page, page + 1), pagination: next });
    }),
    [`POST ${path}`]: within((held, _names, body) => {
      const thing = { name: (body as Thing).name } as Thing;
      const things = thingsOf(held);
      if (things.some(({ name }) => name === thing.name)) return refusal(409, `"${thing.name}" exists`);
      things.push(thing);
      added(held, body as Body);
      return answer(thing);
    }),
    [`DELETE ${path}/*`]: within((held, [name]) => {
      const things = thingsOf(held);
      const index = things.findIndex((thing) => thing.name === name);
      return index < 0 ? gone() : answer(things.splice(index, 1)[0]);
    }),
  };
}

const sameRange =
  ([ip, mask]: readonly (string | number | undefined)[]) =>
  (entry: AllowlistEntry) =>
    entry.cidr_ip === ip && entry.cidr_mask === Number(mask);

const sameRole =
  ([type, id, name]: readonly string[]) =>
  (role: Role) =>
    role.name === name && role.resource.type === type && (role.resource.id ?? "") === id;

const clusters = "/api/v1/clusters";
const allowlist = `${clusters}/*/networking/allowlist`;

/** What is answered to which request; a star stands for a name in the path. */
export const routes: Record<string, Handler> = {
  [`POST ${clusters}`]: (cloud, _names, body) => {
    const { name, provider, spec } = body as { name: string; provider: string; spec: Specification };
    const isTaken = [...cloud.clusters.values()].some(({ cluster }) => cluster.name === name);
    return isTaken
      ? refusal(409, `a cluster named ${name} exists`)
      : answer(cloud.create(name, provider, spec).cluster);
  },
  [`GET ${clusters}/*`]: within((held) => {
    held.cluster = { ...held.cluster, state: held.states.shift() ?? held.cluster.state };
    return answer(held.cluster);
  }),
  [`PATCH ${clusters}/*`]: within((held, _names, body) => {
    held.cluster = changed(held.cluster, body as Specification);
    return answer(held.cluster);
  }),
  [`DELETE ${clusters}/*`]: (cloud, [id = ""]) => {
    const cluster = cloud.clusters.get(id)?.cluster;
    if (cluster?.delete_protection === "ENABLED") return refusal(400, "the cluster is protected");
    return cloud.clusters.delete(id) ? answer(cluster) : gone();
  },
  [`GET ${clusters}/*/backups-config`]: within(({ backups }) => answer(backups)),
  [`PATCH ${clusters}/*/backups-config`]: within(({ backups }, _names, body) =>
    answer(Object.assign(backups, body)),
  ),
  [`GET ${clusters}/*/connection-string`]: within(({ cluster }, _names, _body, query) => {
    const [Host, Port, Database] = [cluster.regions[0]?.sql_dns, "26257", query.get("database")];
    const Username = query.get("sql_user") ?? undefined;
    const address = `${Username === undefined ? "" : `${Username}@`}${Host}:${Port}/${Database}`;
    return answer({
      connection_string: `postgresql://${address}?sslmode=verify-full`,
      params: { Host, Port, Database, Username },
    });
  }),
  ...named(`${clusters}/*/databases`, "databases", (held) => held.databases),
  [`PATCH ${clusters}/*/databases/*`]: within(({ databases }, [name], body) => {
    const found = databases.find((one) => one.name === name);
    return found ? answer(Object.assign(found, { name: (body as { new_name: string }).new_name })) : gone();
  }),
  ...named(
    `${clusters}/*/sql-users`,
    "users",
    (held) => held.users,
    ({ passwords }, { name, password = "" }) => passwords.set(name, password),
  ),
  [`PUT ${clusters}/*/sql-users/*/password`]: within(({ passwords }, [name = ""], body) => {
    if (!passwords.has(name)) return gone();
    passwords.set(name, (body as Body).password ?? "");
    return answer({ name });
  }),
  [`GET ${allowlist}`]: within(({ entries }) => answer({ allowlist: entries, propagating: false })),
  [`POST ${allowlist}`]: within(({ entries }, _names, body) => {
    const entry = body as AllowlistEntry;
    if (entries.some(sameRange([entry.cidr_ip, entry.cidr_mask]))) return refusal(409, "the range is there");
    entries.push({ ...entry });
    return answer(entry);
  }),
  [`PATCH ${allowlist}/*/*`]: within(({ entries }, range, body) => {
    const found = entries.find(sameRange(range));
    return found ? answer(Object.assign(found, body)) : gone();
  }),
  [`DELETE ${allowlist}/*/*`]: within(({ entries }, range) => {
    const index = entries.findIndex(sameRange(range));
    return index < 0 ? gone() : answer(entries.splice(index, 1)[0]);
  }),
  "POST /api/v1/folders": (cloud, _names, body) => {
    const folder = {
      labels: {},
      ...(body as Pick<Folder, "name" | "parent_id">),
      resource_id: randomUUID(),
      resource_type: "FOLDER",
      organization_id: randomUUID(),
      path: [],
    };
    cloud.folders.set(folder.resource_id, folder);
    return answer(folder);
  },
  "GET /api/v1/folders/*": (cloud, [id = ""]) => {
    const found = cloud.folders.get(id);
    return found ? answer(found) : gone();
  },
  "PATCH /api/v1/folders/*": (cloud, [id = ""], body) => {
    const found = cloud.folders.get(id);
    return found ? answer(Object.assign(found, body)) : gone();
  },
  "DELETE /api/v1/folders/*": (cloud, [id = ""]) => (cloud.folders.delete(id) ? answer({}) : gone()),
  "GET /api/v1/roles/*": (cloud, [user = ""]) => answer({ roles: cloud.roles.get(user) ?? [] }),
  "POST /api/v1/roles/*/*/*/*": (cloud, [user = "", type = "", id = "", name = ""]) => {
    const role = { name, resource: { type, ...(id !== "" && { id }) } };
    const roles = [...(cloud.roles.get(user) ?? []), role];
    cloud.roles.set(user, roles);
    return answer({ roles });
  },
  "DELETE /api/v1/roles/*/*/*/*": (cloud, [user = "", ...role]) => {
    const roles = (cloud.roles.get(user) ?? []).filter((one) => !sameRole(role)(one));
    cloud.roles.set(user, roles);
    return answer({ roles });
  },
};
