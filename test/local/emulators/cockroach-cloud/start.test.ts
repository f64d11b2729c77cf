import { forPostgres, startOf } from "../../../../local/emulators/cockroach-cloud/sql/start";

const start = (parameters: Readonly<Record<string, string>>) => startOf(new Map(Object.entries(parameters)));
const told = (parameters: Readonly<Record<string, string>>, isAdministrator: boolean) =>
  Object.fromEntries(forPostgres(start(parameters), isAdministrator));

test("a cluster is taken from the options, and a user is in lower case", () => {
  expect(start({ user: "Ann", options: "-c a=b --cluster=shop-123" })).toMatchObject({
    user: "ann",
    cluster: "shop-123",
  });
  expect(start({ user: "ann" }).cluster).toBeUndefined();
});

test.each([
  [{ user: "Ann" }, false, { user: "ann", database: "defaultdb" }],
  [{ user: "ann", database: "shop" }, true, { user: "ann", database: "shop", options: "-c role=admin" }],
  [{ user: "ann", options: "--cluster=a-1" }, false, { user: "ann", database: "defaultdb" }],
  [
    { user: "ann", options: "--cluster=a-1 -c x=y" },
    true,
    { user: "ann", database: "defaultdb", options: "-c role=admin -c x=y" },
  ],
])("PostgreSQL is told of %j, an administrator: %j", (parameters, isAdministrator, expected) => {
  expect(told(parameters, isAdministrator)).toEqual(expected);
});
