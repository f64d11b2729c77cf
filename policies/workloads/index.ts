/** Rules of this layer. */
export const workloads = [] as const;
