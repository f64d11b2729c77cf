import { forUsers, requireRole } from "../../../components/auth/runtime";
import { permissions } from "../../../components/auth/runtime/permissions";
import { v1 } from "@authzed/authzed-node";

/** `/orders/` and the order's id. */
const orderPath = /^\/orders\/([a-z0-9-]{1,64})$/;

/**
 * For users that are signed in: `GET /me` says who one is, `POST /orders/<id>` takes an order, for which one has to be a
 * florist, and `GET /orders/<id>` tells of it whoever may see it.
 */
export const api = forUsers(async (request, { user }) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/me") return Response.json({ id: user.id, name: user.name, roles: user.roles });
  const [, id] = orderPath.exec(pathname) ?? [];
  if (id === undefined) return Response.json({ error: "There is nothing here." }, { status: 404 });
  if (request.method === "POST") {
    requireRole(user, "florist");
    await permissions().client.promises.writeRelationships(taken(id, user.id));
    return Response.json({ taken: id }, { status: 201 });
  }
  await permissions().require(user, "view", { type: "order", id }, { fresh: true });
  return Response.json({ order: id });
});

/** The shop has the order, and the user sells for the shop. */
function taken(order: string, florist: string) {
  const object = (objectType: string, objectId: string) => ({ objectType, objectId });
  const touch = (resource: object, relation: string, subject: object) => ({
    operation: v1.RelationshipUpdate_Operation.TOUCH,
    relationship: { resource, relation, subject: { object: subject } },
  });
  return v1.WriteRelationshipsRequest.create({
    updates: [
      touch(object("order", order), "shop", object("shop", "main")),
      touch(object("shop", "main"), "florist", object("user", florist)),
    ],
  });
}
