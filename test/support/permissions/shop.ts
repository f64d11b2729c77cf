import { both, either, onAny, type Model } from "./model";

/** What examples/florist/permissions.zed means. Whoever changes the one says here what is meant by it. */
export const shop: Model = {
  user: { relations: {}, permissions: {} },
  shop: {
    relations: { florist: ["user"], driver: ["user"] },
    permissions: { sell: "florist", deliver: "driver" },
  },
  order: {
    relations: { shop: ["shop"], customer: ["user"], driver: ["user"] },
    permissions: {
      change: onAny("shop", "sell"),
      deliver: both("driver", onAny("shop", "deliver")),
      view: either("customer", "driver", onAny("shop", "sell")),
    },
  },
};
