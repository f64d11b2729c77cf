import execa from "execa";
import { environmentOf } from "../support/cake";
import { Checkout } from "../support/checkout";
import { florist, type FloristDatabase } from "../support/florist";
import { call, type Answer } from "../support/ingress";
import { tokensOf } from "../support/oauth";
import { usersOf, type StackUsers } from "../support/stack-users";

/*
 * The florist's rush: many orders at once, and all that carries their events killed in the middle of it. The tests are
 * steps of one story and run in order: the first one pays for the tools and the platform.
 */

const instance = "rush";
jest.setTimeout(60 * 60_000);

let checkout: Checkout;
let env: Record<string, string>;
let users: StackUsers;
let database: FloristDatabase;

const kubectl = async (...args: string[]) => (await execa("kubectl", args, { env })).stdout;

beforeAll(async () => {
  checkout = await Checkout.make();
  await checkout.cake(instance, "wipe", "--yes");
  const up = await checkout.cake(instance, "up", "dev");
  if (up.code !== 0) throw new Error(up.text);
  env = await environmentOf(instance, "dev");
  users = await usersOf(checkout, env);
  database = florist(kubectl);
});

afterAll(async () => {
  await checkout.cake(instance, "wipe", "--yes");
  await checkout.remove();
});

const place = (id: string, token: string): Promise<Answer> =>
  call(`${users.url}/orders/${id}`, { method: "POST", headers: { authorization: `Bearer ${token}` } });

/**
 * Places orders, so many at once.
 *
 * @param then is called after each that was taken, with how many there are
 * @returns those that were taken
 */
async function placeAll(
  ids: readonly string[],
  atOnce: number,
  then: (count: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const flora = { username: "flora", password: users.passwords.flora! };
  const { access_token: token } = await tokensOf(users.application, flora);
  const waiting = [...ids];
  const taken: string[] = [];
  const clerk = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const { status } = await place(id, token).catch(() => ({ status: 0 }));
      if (status === 201) await then(taken.push(id));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, clerk));
  return taken;
}

const named = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

test("of 500 orders and 10 poisoned events at once each has its effect once, and the poisoned ones are dead letters", async () => {
  await database.poison(named("poison", 10));
  const orders = named("rush", 500);
  expect((await placeAll(orders, 50)).sort()).toEqual([...orders].sort());
  await database.untilHandled();
  expect(await database.effects("rush")).toEqual({ deliveries: 500, messages: 500, told: 500 });
  expect(await database.deadLetters()).toEqual(named("poison", 10).sort());
});

/** What is killed: pods by a label of theirs. */
const victims = {
  "the broker's ingress": ["knative-eventing", "eventing.knative.dev/brokerRole=ingress"],
  "the broker's filter": ["knative-eventing", "eventing.knative.dev/brokerRole=filter"],
  "the channel, with all that it has in memory": [
    "knative-eventing",
    "messaging.knative.dev/role=dispatcher",
  ],
  "the ledger": ["functions", "serving.knative.dev/service=ledger"],
  "the function that assigns": ["functions", "serving.knative.dev/service=assign"],
  "the function that tells": ["functions", "serving.knative.dev/service=notify"],
} as const;

/** How many of 60 orders have been taken when it is. */
const moments = [10, 25, 40];

test.each(Object.entries(victims))(
  "killing %s in the middle loses no order and does nothing twice",
  async (_, victim) => {
    const [namespace, selector] = victim;
    const prefix = `kill-${Object.values(victims).indexOf(victim)}`;
    const orders = named(prefix, 60);
    const kill = ["delete", "pod", "--selector", selector, "--force", "--grace-period=0", "--wait=false"];
    let killed = "";
    const taken = await placeAll(orders, 4, async (count) => {
      if (moments.includes(count)) killed += await kubectl("-n", namespace, ...kill);
    });
    expect(killed).toMatch(/^pod .* deleted/);
    expect(taken.sort()).toEqual([...orders].sort());
    await database.untilHandled();
    expect(await database.effects(prefix)).toEqual({ deliveries: 60, messages: 60, told: 60 });
  },
);
