import { setTimeout as after } from "node:timers/promises";
import execa from "execa";
import { environmentOf } from "../support/cake";
import { Checkout } from "../support/checkout";
import { call } from "../support/ingress";
import type { Application } from "../support/sign-in";
import { SignInLoad, type Tally } from "../support/sign-in-load";

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
let application: Application;
let passwords: Record<string, string>;
let kubectl: (...args: string[]) => Promise<string>;

const layers = `  cake:identity:
    kind: keycloak
    replicas: 2
    loginsPerSecond: ${rate}
  cake:authorization:
    kind: spicedb
`;

/** So many that each signs in every ten seconds. */
const users = Array.from({ length: 50 }, (_, index) => {
  const name = `driver-${index}`;
  return `  "${name}": { firstName: "A", lastName: "Driver", email: "${name}@florist.example", roles: ["driver"] },\n`;
});

beforeAll(async () => {
  checkout = await Checkout.make();
  await checkout.edit("stacks/realm.ts", "  dario: {", `${users.join("")}  dario: {`);
  await checkout.write("Pulumi.dev.yaml", (await checkout.read("Pulumi.dev.yaml")) + layers);
  await checkout.cake(instance, "wipe", "--yes");
  const up = await checkout.cake(instance, "up", "dev");
  if (up.code !== 0) throw new Error(up.text);
  const env = await environmentOf(instance);
  kubectl = async (...args) => (await execa("kubectl", ["-n", "identity", ...args], { env })).stdout;
  const read = ["stack", "output", "signIn", "--json", "--show-secrets", "--stack", "dev"];
  const signIn = JSON.parse((await checkout.run(env, "pulumi", ...read)).text) as {
    url: string;
    passwords: Record<string, string>;
  };
  const { url } = signIn;
  ({ passwords } = signIn);
  const { issuer, clientId } = (await call(`${url}/sign-in`)).body as { issuer: string; clientId: string };
  application = { issuer, clientId, redirectUri: `${url}/` };
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
