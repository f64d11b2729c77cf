import { costCap } from "./cost";
import { previewLifetime } from "./preview-lifetime";
import { protectedData } from "./protected-data";
import { replicasAndZones } from "./replicas-and-zones";
import { secretsProvider } from "./secrets-provider";

/** Rules of this layer. */
export const stack = [previewLifetime, costCap, secretsProvider, protectedData, replicasAndZones] as const;
