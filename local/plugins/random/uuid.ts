import { randomUUID } from "node:crypto";
import type { ResourceType } from "../base";
import { keepers } from "./keepers";

const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A random UUID. */
export const randomUuid: ResourceType = {
  description: "A random UUID.",
  inputs: { keepers },
  outputs: { result: { type: "string", description: "The UUID." } },
  create() {
    const uuid = randomUUID();
    return Promise.resolve({ id: uuid, outputs: { result: uuid } });
  },
  /** Imports the UUID itself. */
  read(id, known) {
    if (!known && !form.test(id)) {
      throw new Error(
        `The id "${id}" is not a UUID. Import one such as aabbccdd-eeff-0011-2233-445566778899.`,
      );
    }
    const uuid = id.toLowerCase();
    return Promise.resolve(known ?? { id: uuid, inputs: {}, outputs: { result: uuid } });
  },
};
