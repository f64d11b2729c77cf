import { basic, TestCloud } from "../../support/emulator";

jest.setTimeout(5 * 60_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(() => cloud.clear());

const make = async (name: string, parent_id?: string): Promise<string> => {
  const { body } = await cloud.call("POST", "/api/v1/folders", { name, parent_id });
  return (body as { resource_id: string }).resource_id;
};
const folder = (id: string) => `/api/v1/folders/${id}`;

test("folders lie in folders, and are found by their path", async () => {
  const outer = await make("outer");
  const inner = await make("inner", outer);
  expect(await cloud.call("GET", folder(inner))).toMatchObject({
    body: { parent_id: outer, path: [{ id: outer, name: "outer" }] },
  });
  const found = (await cloud.call("GET", "/api/v1/folders?path=outer/inner/")).body as { folders: object[] };
  expect(found.folders).toEqual([expect.objectContaining({ resource_id: inner })]);
  expect((await cloud.call("GET", "/api/v1/folders?path=inner")).body).toMatchObject({ folders: [] });
});

test("a folder moves, but not into itself", async () => {
  const [a, b] = [await make("mover"), await make("target")];
  expect(await cloud.call("PATCH", folder(a), { parent_id: b })).toMatchObject({
    body: { parent_id: b, name: "mover" },
  });
  expect(await cloud.call("PATCH", folder(b), { parent_id: a })).toMatchObject({ status: 400 });
  expect(await cloud.call("PATCH", folder(a), { parent_id: "" })).toMatchObject({
    body: { parent_id: "root" },
  });
});

test("names are unique among neighbours", async () => {
  await make("same");
  expect(await cloud.call("POST", "/api/v1/folders", { name: "same" })).toMatchObject({
    status: 409,
    body: { code: 6 },
  });
  expect(
    await cloud.call("POST", "/api/v1/folders", { name: "same", parent_id: await make("elsewhere") }),
  ).toMatchObject({ status: 200 });
  expect(await cloud.call("POST", "/api/v1/folders", { name: "" })).toMatchObject({ status: 400 });
});

test("a folder with a cluster in it is not deleted, and its cluster says where it is", async () => {
  const id = await make("holds-one");
  const cluster = await cloud.cluster("in-a-folder", { ...basic, parent_id: id });
  expect(await cloud.call("DELETE", folder(id))).toMatchObject({ status: 400, body: { code: 9 } });
  expect(await cloud.call("GET", `${folder(id)}/contents`)).toMatchObject({
    body: { resources: [{ resource_id: cluster, resource_type: "CLUSTER", path: [{ name: "holds-one" }] }] },
  });
  await cloud.call("PATCH", `/api/v1/clusters/${cluster}`, { parent_id: "root" });
  expect((await cloud.call("DELETE", folder(id))).status).toBe(200);
  expect(await cloud.call("GET", folder(id))).toMatchObject({ status: 404 });
});
