import { Evaluator } from "../support/permissions/evaluator";
import type { Question, Relationship } from "../support/permissions/relationship";
import { shop as model } from "../support/permissions/shop";

/** How many there are. Florists and drivers are those of one shop. */
const counts = { shops: 20, florists: 5, drivers: 5, customers: 500, orders: 1_000 };

/** A question, and what is right to say. */
export interface Asked {
  readonly question: Question;
  readonly expected: boolean;
}

const of = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const staff = (role: "florist" | "driver", shop: number, one: number): string => `${role}-${shop}-${one}`;

/** Who is what to an order; the shop's staff and the customers take turns. */
function peopleOf(order: number) {
  const shop = order % counts.shops;
  const turn = Math.floor(order / counts.shops);
  return {
    shop,
    florist: staff("florist", shop, turn % counts.florists),
    driver: staff("driver", shop, turn % counts.drivers),
    colleague: staff("driver", shop, (turn + 1) % counts.drivers),
    customer: `customer-${order % counts.customers}`,
    stranger: `customer-${(order + 1) % counts.customers}`,
  };
}

const link = (type: string, id: number, relation: string, to: string, who: string): Relationship => ({
  resource: { type, id: String(id) },
  relation,
  subject: { type: to, id: who },
});

/** What there is in the shops: 3,200 relationships. */
export const relationships: readonly Relationship[] = [
  ...of(counts.shops).flatMap((shop) => [
    ...of(counts.florists).map((one) => link("shop", shop, "florist", "user", staff("florist", shop, one))),
    ...of(counts.drivers).map((one) => link("shop", shop, "driver", "user", staff("driver", shop, one))),
  ]),
  ...of(counts.orders).flatMap((order) => {
    const { shop, driver, customer } = peopleOf(order);
    return [
      link("order", order, "shop", "shop", String(shop)),
      link("order", order, "customer", "user", customer),
      link("order", order, "driver", "user", driver),
    ];
  }),
];

/** Each person that has to do with an order, and one that has not, for each permission: 15,000 questions. */
const questions: readonly Question[] = of(counts.orders).flatMap((order) => {
  const { florist, driver, colleague, customer, stranger } = peopleOf(order);
  const object = { type: "order", id: String(order) };
  return [florist, driver, colleague, customer, stranger].flatMap((user) =>
    Object.keys(model.order!.permissions).map((permission) => ({ object, permission, user })),
  );
});

/** A prime: steps of it come to every question before they come to one again. */
const step = 7_919;

const sets = new Evaluator(model, relationships, []);

/** So many questions, in an order that is always the same and looks like none. @param first how many come before */
export const questionsFrom = (first: number, count: number): Asked[] =>
  of(count).map((index) => {
    const question = questions[((first + index) * step) % questions.length]!;
    return { question, expected: sets.has(question) };
  });
