/** An order was placed: the subject of `order.placed` is its id. */
export interface OrderPlaced {
  readonly order: string;
}

/** Somebody will deliver an order: the subject of `driver.assigned` is the order's id. */
export interface DriverAssigned {
  readonly order: string;
  readonly driver: string;
}
