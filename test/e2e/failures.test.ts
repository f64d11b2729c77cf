import { Checkout } from "../support/checkout";
import { functions } from "./failures/functions";
import { interrupts } from "./failures/interrupts";
import { versions } from "./failures/versions";

/*
 * What goes wrong for a person at a terminal, on a platform of its own that starts once: Ctrl-C all along the way to a
 * stack, and functions that fail on it. The tests are steps of one story and run in order.
 */

const instance = "failures";
/** Compiling every tool on two cores takes about 20 minutes. */
const patience = 45 * 60_000;
jest.setTimeout(patience);

let checkout: Checkout;
beforeAll(async () => {
  checkout = await Checkout.make();
  await checkout.cake(instance, "wipe", "--yes");
});
afterAll(async () => {
  await checkout.cake(instance, "wipe", "--yes");
  await checkout.remove();
});

describe("Ctrl-C", () => {
  interrupts(instance, () => checkout);
});
describe("functions", () => {
  functions(instance);
});
describe("a new version of a function", () => {
  versions(instance, () => checkout);
});
