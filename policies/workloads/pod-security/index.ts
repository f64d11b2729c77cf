import { podHostAccess } from "./host-access";
import { podIsolation } from "./isolation";
import { podPrivilege } from "./privilege";
import { podVolumes } from "./volumes";

/** The level "restricted" of the Pod Security Standards: what one of these refuses, a namespace of that level refuses. */
export const podSecurity = [podHostAccess, podPrivilege, podIsolation, podVolumes] as const;
