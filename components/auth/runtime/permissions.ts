import { deadlineInterceptor, v1 } from "@authzed/authzed-node";
import { authorizationVariables } from "../../function-variables";
import { forbidden, unavailable } from "./refusal";
import { settingsOf } from "./settings";
import type { User } from "./user";

/** An object that permissions are about, by the names of the schema. */
export interface ObjectName {
  /** Such as `order`. */
  readonly type: string;
  readonly id: string;
}

/** How a question is asked. */
export interface CheckOptions {
  /** Whether what was written in the last seconds counts, too. It takes longer. @default false */
  readonly fresh?: boolean;
}

/** Where permissions are asked for. */
export interface PermissionServer {
  readonly endpoint: string;
  /** PEM of the authority behind its certificate. */
  readonly ca: string;
  readonly token: string;
}

/** In milliseconds. */
const patience = 2_000;

/** A mistake in what was asked, such as a name that the schema does not have: asking again is no help. */
const ownMistakes: readonly unknown[] = [3, 5, 9]; // INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION

type Client = ReturnType<typeof v1.NewClientWithCustomCert>;

/** Who may do what with which object. */
export class Permissions {
  /** The official client, for everything that has no method here. */
  readonly client: Client;

  constructor({ endpoint, ca, token }: PermissionServer, limit = patience) {
    const interceptors = [deadlineInterceptor(limit)];
    this.client = v1.NewClientWithCustomCert(token, endpoint, Buffer.from(ca), undefined, { interceptors });
  }

  /**
   * Whether a user has a permission. One that has it under a condition only has it not.
   *
   * @throws Refusal (503) when it cannot be said
   */
  async has(
    user: Pick<User, "id">,
    permission: string,
    { type, id }: ObjectName,
    { fresh = false }: CheckOptions = {},
  ): Promise<boolean> {
    const request = v1.CheckPermissionRequest.create({
      resource: { objectType: type, objectId: id },
      permission,
      subject: { object: { objectType: "user", objectId: user.id } },
      consistency: {
        requirement: fresh
          ? { oneofKind: "fullyConsistent", fullyConsistent: true }
          : { oneofKind: "minimizeLatency", minimizeLatency: true },
      },
    });
    try {
      const { permissionship } = await this.client.promises.checkPermission(request);
      return permissionship === v1.CheckPermissionResponse_Permissionship.HAS_PERMISSION;
    } catch (error) {
      if (ownMistakes.includes((error as { code?: unknown }).code)) throw error;
      throw unavailable("What you may do", error);
    }
  }

  /** @throws Refusal: 403 when the user has not the permission, 503 when it cannot be said */
  async require(...question: Parameters<Permissions["has"]>): Promise<void> {
    if (!(await this.has(...question))) throw forbidden();
  }

  close(): void {
    this.client.close();
  }
}

let usual: Permissions | undefined;

/** By the variables that `needs.authorization` sets. @throws Error that names what is missing */
export const permissions = (): Permissions =>
  (usual ??= new Permissions(settingsOf(authorizationVariables, "authorization")));
