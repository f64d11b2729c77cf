/** Rules of this layer. */
export const network = [] as const;
