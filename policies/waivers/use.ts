import { covers, isFor, type Waiver } from "./waiver";

/** The waivers of a stack, and which of them something was let pass by. */
export class WaiversInUse {
  readonly #used = new Set<Waiver>();
  readonly #all: readonly Waiver[];

  constructor(waivers: readonly Waiver[], stack: string) {
    this.#all = waivers.filter((one) => isFor(one, stack));
  }

  /** Whether a finding is waived. */
  waive(policy: string, urn: string | undefined): boolean {
    const found = this.#all.filter((one) => covers(one, policy, urn));
    for (const one of found) this.#used.add(one);
    return found.length > 0;
  }

  /** Those that let something pass. */
  get used(): readonly Waiver[] {
    return [...this.#used];
  }

  /** Those that nothing needed, so far. */
  get unused(): readonly Waiver[] {
    return this.#all.filter((one) => !this.#used.has(one));
  }
}
