/** Rules of this layer. */
export const clouds = [] as const;
