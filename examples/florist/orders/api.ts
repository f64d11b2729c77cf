import { v1 } from "@authzed/authzed-node";
import { forUsers, requireRole } from "../../../components/auth/runtime";
import { permissions } from "../../../components/auth/runtime/permissions";
import type { Context } from "../../../components/events/runtime/handler";
import { orderOf, place } from "./order";

/** `/orders/` and the order's id. */
const orderPath = /^\/orders\/([a-z0-9-]{1,64})$/;

/**
 * For users that are signed in: `GET /me` says who one is, `POST /orders/<id>` takes an order, for which one has to be a
 * florist, and `GET /orders/<id>` tells what has become of it whoever may see it.
 */
export const api = forUsers<Context>(async (request, context) => {
  const { user } = context;
  const { pathname } = new URL(request.url);
  if (pathname === "/me") return Response.json({ id: user.id, name: user.name, roles: user.roles });
  const [, id] = orderPath.exec(pathname) ?? [];
  if (id === undefined) return nothing("There is nothing here.");
  if (request.method === "POST") {
    requireRole(user, "florist");
    // Who may see it first: an order that nobody may see would be lost to all.
    await permissions().client.promises.writeRelationships(taken(id, user.id));
    const isNew = await place(context, id, user.id);
    return isNew
      ? Response.json({ taken: id }, { status: 201 })
      : Response.json({ error: `There is an order ${id} already.` }, { status: 409 });
  }
  await permissions().require(user, "view", { type: "order", id }, { fresh: true });
  const order = await orderOf(context, id);
  return order ? Response.json(order) : nothing(`There is no order ${id}.`);
});

const nothing = (error: string) => Response.json({ error }, { status: 404 });

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
