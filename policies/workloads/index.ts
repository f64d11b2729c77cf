import { podSecurity } from "./pod-security";

/** Rules of this layer. */
export const workloads = [...podSecurity] as const;
