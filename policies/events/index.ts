/** Rules of this layer. */
export const events = [] as const;
