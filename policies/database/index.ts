/** Rules of this layer. */
export const database = [] as const;
