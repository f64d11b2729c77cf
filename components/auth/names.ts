/** Whether an image says which one it is, by a version or a digest. */
export const isPinned = (image: string): boolean =>
  /^[^@]+:(?!latest$)\w[\w.-]*$|@sha256:[0-9a-f]{64}$/.test(image);

/** Names of realms, of roles, of clients: what an address may hold as it is. */
export const plainName = /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/;
export const plainNames = "up to 63 lower-case letters, digits, inner dashes and underscores";

/** Whether a role of a realm is one that Keycloak itself gives it. */
export const isBuiltInRole = (realm: string, role: string): boolean =>
  ["offline_access", "uma_authorization", `default-roles-${realm}`].includes(role);
