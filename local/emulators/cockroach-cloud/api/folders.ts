import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import type { Cloud } from "../cloud";
import type { Cluster, Folder } from "../model";
import { checkLabels } from "./cluster-rules";
import { ApiError, invalid } from "./errors";
import { pageOf } from "./pages";
import { bodyOf, queryOf } from "./requests";

const root = "root";

const labels = z.record(z.string(), z.string()).optional();
const createRequest = z.object({ name: z.string(), parent_id: z.string().optional(), labels });
const updateRequest = z.object({ name: z.string().optional(), parent_id: z.string().optional(), labels });
const listQuery = z.object({ path: z.string().optional() });

/** The calls about folders. */
export function folders(cloud: Cloud): Hono {
  const { state } = cloud.store;
  return new Hono()
    .get("/", (c) => {
      const { path } = queryOf(c, listQuery);
      const wanted = path?.replace(/^\/|\/$/g, "");
      const found = state.folders.filter(
        (folder) => wanted === undefined || pathOf(cloud, folder) === wanted,
      );
      const page = pageOf(c, found, ({ name, id }) => `${name} ${id}`);
      return c.json({ folders: page.items.map((each) => show(cloud, each)), pagination: page.pagination });
    })
    .post("/", async (c) => {
      const wanted = await bodyOf(c, createRequest);
      const folder: Folder = {
        id: randomUUID(),
        name: wanted.name,
        parent_id: parentOf(cloud, wanted.parent_id),
        labels: wanted.labels ?? {},
      };
      check(cloud, folder);
      await cloud.store.change(() => (state.folders = [...state.folders, folder]));
      return c.json(show(cloud, folder));
    })
    .get("/:id", (c) => c.json(show(cloud, folderOf(cloud, c.req.param("id")))))
    .patch("/:id", async (c) => {
      const folder = folderOf(cloud, c.req.param("id"));
      const wanted = await bodyOf(c, updateRequest);
      const parent_id = wanted.parent_id === undefined ? folder.parent_id : parentOf(cloud, wanted.parent_id);
      const changed = { ...folder, ...wanted, parent_id };
      check(cloud, changed);
      if (ancestors(cloud, changed).some(({ id }) => id === folder.id)) {
        throw invalid("a folder cannot be moved into itself");
      }
      await cloud.store.change(() => Object.assign(folder, changed));
      return c.json(show(cloud, folder));
    })
    .delete("/:id", async (c) => {
      const folder = folderOf(cloud, c.req.param("id"));
      if (contents(cloud, folder.id).length > 0) {
        throw new ApiError("precondition", `folder '${folder.name}' is not empty`);
      }
      await cloud.store.change(() => (state.folders = state.folders.filter(({ id }) => id !== folder.id)));
      return c.json({});
    })
    .get("/:id/contents", (c) => {
      const id = c.req.param("id");
      const of = id === root ? root : folderOf(cloud, id).id;
      // Folders before clusters.
      const key = (each: Folder | Cluster) => `${isFolder(each) ? 0 : 1} ${each.name} ${each.id}`;
      const page = pageOf(c, contents(cloud, of), key);
      return c.json({ resources: page.items.map((each) => show(cloud, each)), pagination: page.pagination });
    });
}

/** @throws ApiError when there is no such folder */
export function parentOf(cloud: Cloud, id: string | undefined): string {
  if (!id || id === root) return root;
  if (cloud.store.state.folders.some((folder) => folder.id === id)) return id;
  throw invalid("the parent must exist");
}

function folderOf(cloud: Cloud, id: string): Folder {
  const folder = cloud.store.state.folders.find((each) => each.id === id);
  if (!folder) throw new ApiError("not found", `folder '${id}' not found`);
  return folder;
}

function check(cloud: Cloud, { id, name, parent_id, labels: wanted }: Folder): void {
  if (name.trim() === "" || name.includes("/"))
    throw invalid("a folder's name must not be empty or contain '/'");
  checkLabels(wanted);
  const siblings = cloud.store.state.folders.filter((each) => each.parent_id === parent_id && each.id !== id);
  if (siblings.some((each) => each.name === name)) {
    throw new ApiError("exists", `a folder named '${name}' already exists in this folder`);
  }
}

const isFolder = (each: Folder | Cluster): each is Folder => !("routing_id" in each);

function contents({ store: { state } }: Cloud, id: string): (Folder | Cluster)[] {
  const clusters = state.clusters.filter((cluster) => cluster.state !== "DELETED");
  return [...state.folders, ...clusters].filter((each) => each.parent_id === id);
}

/** From the root down. */
function ancestors(cloud: Cloud, { parent_id }: { readonly parent_id: string }): Folder[] {
  if (parent_id === root) return [];
  const parent = folderOf(cloud, parent_id);
  return [...ancestors(cloud, parent), parent];
}

const pathOf = (cloud: Cloud, folder: Folder): string =>
  [...ancestors(cloud, folder), folder].map(({ name }) => name).join("/");

function show(cloud: Cloud, resource: Folder | Cluster) {
  return {
    resource_id: resource.id,
    resource_type: isFolder(resource) ? "FOLDER" : "CLUSTER",
    name: resource.name,
    parent_id: resource.parent_id,
    organization_id: cloud.store.state.organization.id,
    path: ancestors(cloud, resource).map(({ id, name }) => ({ id, name })),
    labels: resource.labels,
  };
}
