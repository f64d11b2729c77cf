import { forUsers, requireRole } from "../../../components/auth/runtime";
import { permissions } from "../../../components/auth/runtime/permissions";
import { v1 } from "@authzed/authzed-node";

/** Orders, for users that are signed in: florists take them, and whoever may see one is told of it. */
export default forUsers(async (request, { user }) => {
  const [, id = ""] = new URL(request.url).pathname.split("/");
  if (id === "") return Response.json({ id: user.id, name: user.name, roles: user.roles });
  const order = { type: "order", id };
  if (request.method === "POST") {
    requireRole(user, "florist");
    await permissions().client.promises.writeRelationships(taken(id, user.id));
    return Response.json({ taken: id }, { status: 201 });
  }
  await permissions().require(user, "view", order, { fresh: true });
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
