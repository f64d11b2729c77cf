/** Rules of this layer. */
export const stack = [] as const;
