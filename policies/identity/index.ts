/** Rules of this layer. */
export const identity = [] as const;
