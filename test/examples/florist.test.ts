import * as fs from "node:fs";
import { bundle, bundleInput } from "../../components/events/function/bundle";
import { RejectedEvent } from "../../components/events/runtime/handler";
import { testContext, testEvent } from "../../components/events/runtime/testing";
import assign from "../../examples/florist/assign";
import notify from "../../examples/florist/notify";
import { florist } from "../../stacks/functions";

test("the florist's database begins with the tables of the ledger", () => {
  const [own, its] = ["examples/florist/migrations/V1__events.sql", "components/events/ledger/tables.sql"];
  expect(fs.readFileSync(own, "utf8")).toBe(fs.readFileSync(its, "utf8"));
});

test.each(Object.entries(florist))("%s stays below a megabyte", (_, spec) => {
  expect(bundle(bundleInput(spec.code.source, spec)).length).toBeLessThan(1_000_000);
});

test.each([
  ["assign", assign, testEvent("order.placed", {})],
  ["notify", notify, testEvent("driver.assigned", { order: "7" })],
] as const)("%s rejects an event that says too little, and touches nothing", async (_, handler, event) => {
  const handled = (handler as (event: object, context: object) => Promise<unknown>)(event, testContext());
  await expect(handled).rejects.toBeInstanceOf(RejectedEvent);
});
