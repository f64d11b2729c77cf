import { makesPods } from "../kubernetes";

/** For `concerns`: objects that say all of their pods. A patch says what it changes: what it leaves out may be there. */
export const declaresPods = (type: string): boolean => makesPods(type) && !type.endsWith("Patch");
