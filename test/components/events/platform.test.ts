import { loadedSdks } from "../../support/loaded";

const loaded = (...names: readonly string[]) =>
  loadedSdks(...names.map((name) => `components/events/${name}`));

test("who has functions and a bus on Knative loads no SDK of a cloud", async () => {
  expect(await loaded("platform", "bus", "function", "function/check", "ledger")).toEqual([]);
});

test.each([
  ["lambda", ["aws"]],
  ["eventbridge", ["aws"]],
  ["cloud-functions", ["gcp"]],
  ["pubsub", ["gcp"]],
])("who has %s loads %j", async (name, sdks) => {
  expect(await loaded("platform", name)).toEqual(sdks);
});
