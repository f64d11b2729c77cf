import type { Faults } from "./faults";
import type { Fleet } from "./fleet";
import type { Lifecycle } from "./lifecycle";
import type { Store } from "./store";

/** What the calls of the API work on. */
export interface Cloud {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly lifecycle: Lifecycle;
  readonly faults: Faults;
  /** PEM of the authority behind the databases' certificates. */
  readonly ca: string;
  readonly sqlPort: number;
  /** Calls that one key may make in a second. */
  readonly requestsPerSecond: number;
  /** Tells the databases' proxy that clusters changed. */
  recheck(): void;
}
