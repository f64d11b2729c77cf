import { deadLetters } from "./dead-letters";
import { durableChannel } from "./durable-channel";
import { functionMaxScale } from "./function-max-scale";
import { functionTimeout } from "./function-timeout";
import { publicFunctions } from "./public-functions";

/** Rules of this layer. */
export const events = [
  functionMaxScale,
  deadLetters,
  durableChannel,
  functionTimeout,
  publicFunctions,
] as const;
