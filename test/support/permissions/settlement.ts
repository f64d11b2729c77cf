import { v1 } from "@authzed/authzed-node";
import type { ObjectName, Permissions } from "../../../components/auth/runtime/permissions";
import type { Question, Relationship } from "./relationship";

/** As many as SpiceDB takes at once, by its flag write-relationships-max-updates-per-call. */
const most = 1000;

/** Relationships in a SpiceDB that holds others, too: ids here mean nothing elsewhere. */
export class Settlement {
  constructor(
    private readonly permissions: Permissions,
    private readonly prefix: string,
  ) {}

  write(relationships: readonly Relationship[]): Promise<void> {
    return this.update(relationships, v1.RelationshipUpdate_Operation.TOUCH);
  }

  remove(relationships: readonly Relationship[]): Promise<void> {
    return this.update(relationships, v1.RelationshipUpdate_Operation.DELETE);
  }

  /** @param fresh whether what was just written counts @default true */
  has({ object, permission, user }: Question, fresh = true): Promise<boolean> {
    return this.permissions.has({ id: this.idOf(user) }, permission, this.here(object), { fresh });
  }

  private async update(
    relationships: readonly Relationship[],
    operation: v1.RelationshipUpdate_Operation,
  ): Promise<void> {
    const updates = relationships.map((one) => ({ operation, relationship: this.relationship(one) }));
    while (updates.length > 0) {
      const request = v1.WriteRelationshipsRequest.create({ updates: updates.splice(0, most) });
      await this.permissions.client.promises.writeRelationships(request);
    }
  }

  private relationship({ resource, relation, subject, condition }: Relationship): v1.Relationship {
    const object = (one: ObjectName) => {
      const { type: objectType, id: objectId } = this.here(one);
      return { objectType, objectId };
    };
    const known: Record<string, boolean> = condition === "unknown" ? {} : { met: condition === "met" };
    return v1.Relationship.create({
      resource: object(resource),
      relation,
      subject: { object: object(subject), optionalRelation: subject.relation },
      optionalCaveat: condition && {
        caveatName: "condition",
        context: v1.createStructFromObject(known),
      },
    });
  }

  private here({ type, id }: ObjectName): ObjectName {
    return { type, id: this.idOf(id) };
  }

  private idOf(id: string): string {
    return id === "*" ? id : `${this.prefix}-${id}`;
  }
}
