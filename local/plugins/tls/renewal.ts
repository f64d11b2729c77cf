import type { ResourceType } from "../base";
import { isDue } from "./terms";

/**
 * What both types of certificate do once they are made. `earlyRenewalHours` alone changes in place; when the time has
 * come, the next update replaces the certificate, and a refresh says so.
 */
export const renewal: Pick<ResourceType, "expired" | "read" | "update"> = {
  expired: ({ outputs }, inputs) => (isDue(outputs, inputs) ? "readyForRenewal" : undefined),
  read(_id, known) {
    if (!known) {
      throw new Error(
        "A certificate of this provider cannot be imported: nothing can be looked up by its id.",
      );
    }
    const { inputs, outputs } = known;
    const readyForRenewal = outputs.readyForRenewal === true || isDue(outputs, inputs);
    return Promise.resolve({ inputs, outputs: { ...outputs, readyForRenewal } });
  },
  update: (_id, { outputs }) => Promise.resolve({ ...outputs, readyForRenewal: false }),
};
