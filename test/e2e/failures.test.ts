import { cake } from "../support/cake";
import { functions } from "./failures/functions";
import { interrupts } from "./failures/interrupts";

/*
 * What goes wrong for a person at a terminal, on a platform of its own that starts once: Ctrl-C all along the way to a
 * stack, and functions that fail on it. The tests are steps of one story and run in order.
 */

const instance = "failures";
/** Compiling every tool on two cores takes about 20 minutes. */
const patience = 45 * 60_000;
jest.setTimeout(patience);

const wipe = () => cake(instance, "wipe", "--yes");
beforeAll(wipe);
afterAll(wipe);

describe("Ctrl-C", () => {
  interrupts(instance);
});
describe("functions", () => {
  functions(instance);
});
