/*
 * What functions import to know their users. Signing in and permissions are apart: who asks for no permission does not
 * carry SpiceDB's client along.
 */
export { forUsers } from "./for-users";
export { Refusal } from "./refusal";
export { requireRole, type User } from "./user";
