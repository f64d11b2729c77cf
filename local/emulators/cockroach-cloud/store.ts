import { randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import { writePrivate } from "../../platform/state";
import type { State } from "./model";

/** The emulator's memory: a file that is replaced with each change, so that a restart finds all or nothing of one. */
export class Store {
  private written: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    readonly state: State,
  ) {}

  static async open(file: string): Promise<Store> {
    try {
      return new Store(file, JSON.parse(await fs.readFile(file, "utf8")) as State);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return new Store(file, newState());
    }
  }

  /** Makes a change and waits until it is on disk. What throws must do so before it changes anything. */
  async change<T>(make: (state: State) => T): Promise<T> {
    const result = make(this.state);
    const content = JSON.stringify(this.state, null, 2);
    // One after the other: an older state must not replace a newer one.
    const write = this.written.then(() => writePrivate(this.file, content));
    this.written = write.catch(() => undefined);
    await write;
    return result;
  }
}

function newState(): State {
  return {
    organization: {
      id: randomUUID(),
      label: "emulated",
      name: "Emulated organization",
      created_at: new Date().toISOString(),
    },
    creator: randomUUID(),
    keys: [],
    clusters: [],
    folders: [],
  };
}
