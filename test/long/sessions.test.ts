import { setTimeout as after } from "node:timers/promises";
import execa from "execa";
import { environmentOf } from "../support/cake";
import { Checkout } from "../support/checkout";
import { SignInLoad, type Tally } from "../support/sign-in-load";
import { usersOf, type StackUsers } from "../support/stack-users";

/*
 * Two pods of Keycloak, on a platform of its own, while users sign in: one of them is killed, and then both are replaced.
 * The tests are steps of one story and run in order.
 */

const instance = "sessions";
jest.setTimeout(60 * 60_000);

/** Sign-ins a second, and refreshes as many. */
const rate = 5;
/** Before and after what happens, in milliseconds: two minutes with it in the middle. */
const half = 60_000;

let checkout: Checkout;
let application: StackUsers["application"];
let passwords: StackUsers["passwords"];
let kubectl: (...args: string[]) => Promise<string>;

/** So many that each signs in every ten seconds. */
const users = Array.from({ length: 50 }, (_, index) => {
  const name = `driver-${index}`;
  return `  "${name}": { firstName: "A", lastName: "Driver", email: "${name}@florist.example", roles: ["driver"] },\n`;
});

beforeAll(async () => {
  checkout = await Checkout.make();
  await checkout.edit("stacks/realm.ts", "  dario: {", `${users.join("")}  dario: {`);
  const keycloak = "kind: keycloak";
  const more = `${keycloak}\n    replicas: 2\n    loginsPerSecond: ${rate}`;
  await checkout.edit("Pulumi.dev.yaml", keycloak, more);
  await checkout.cake(instance, "wipe", "--yes");
  const up = await checkout.cake(instance, "up", "dev");
  if (up.code !== 0) throw new Error(up.text);
  const env = await environmentOf(instance, "dev");
  kubectl = async (...args) => (await execa("kubectl", ["-n", "identity", ...args], { env })).stdout;
  ({ passwords, application } = await usersOf(checkout, env));
});

afterAll(async () => {
  await checkout.cake(instance, "wipe", "--yes");
  await checkout.remove();
});

/** What users notice of something that happens while they sign in. */
async function during(what: () => Promise<unknown>): Promise<Tally> {
  const load = new SignInLoad(application, passwords);
  const happening = after(half)
    .then(what)
    .then(() => after(half));
  await load.run(rate, happening);
  const tally = await load.tally();
  const { asked, begun, unserved, lost } = tally;
  process.stderr.write(
    `${asked} requests, ${unserved.length} not served; ${begun} sessions, ${lost.length} lost\n` +
      [...unserved, ...lost].map((line) => `  ${line}\n`).join(""),
  );
  return tally;
}

/** As many sessions as the rate asks for, but for those that were cut off: a machine that is too slow shows nothing. */
const enough = (2 * half * rate * 0.9) / 1000;

test("one of two pods is killed: nobody is signed out, and hardly anybody notices", async () => {
  const { asked, unserved, begun, lost } = await during(() =>
    kubectl("delete", "pod", "keycloak-1", "--force", "--grace-period=0"),
  );
  expect(begun).toBeGreaterThan(enough);
  expect(lost).toEqual([]);
  expect(unserved.length).toBeLessThanOrEqual(asked / 100);
});

test("both are replaced, one after the other: nobody notices", async () => {
  await kubectl("rollout", "status", "statefulset", "keycloak", "--timeout=10m");
  const { unserved, begun, lost } = await during(async () => {
    await kubectl("rollout", "restart", "statefulset", "keycloak");
    await kubectl("rollout", "status", "statefulset", "keycloak", "--timeout=10m");
  });
  expect(begun).toBeGreaterThan(enough);
  expect([...unserved, ...lost]).toEqual([]);
});
