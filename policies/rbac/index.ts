/** Rules of this layer. */
export const rbac = [] as const;
