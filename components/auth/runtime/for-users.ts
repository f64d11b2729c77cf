import { claimVariables, identityVariables } from "../../function-variables";
import { notSignedIn, Refusal } from "./refusal";
import { settingsOf } from "./settings";
import { tokenVerifier } from "./tokens";
import { userOf, type User } from "./user";

type Answer = Response | Promise<Response>;

/** Takes the user of a request. */
export type Authenticate = (request: Request) => Promise<User>;

/** Made when the first request comes: what is missing is then that request's error. */
let usual: Authenticate | undefined;

/** By the variables that `needs.identity` sets. */
const byVariables: Authenticate = (request) => {
  const { env } = process;
  usual ??= authenticator(
    tokenVerifier({
      ...settingsOf(identityVariables, "identity"),
      audienceClaim: env[claimVariables.audience],
    }),
    env[claimVariables.roles],
  );
  return usual(request);
};

/**
 * Takes the token of a request, verifies it, and tells of its user.
 *
 * @param rolesClaim see `userOf`
 */
export function authenticator(verify: ReturnType<typeof tokenVerifier>, rolesClaim?: string): Authenticate {
  return async (request) => {
    const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    if (token === undefined) throw notSignedIn();
    return userOf(await verify(token), rolesClaim);
  };
}

/**
 * A function for users that are signed in. Others get 401, and 503 when it cannot be said who they are. What the handler
 * refuses with `requireRole` or with a `Refusal` is answered likewise.
 *
 * @example
 * export default forUsers((request, { user, log }) => {
 *   requireRole(user, "florist");
 *   return Response.json({ hello: user.name });
 * });
 */
export function forUsers<Context extends object>(
  handler: (request: Request, context: Context & { readonly user: User }) => Answer,
  authenticate: Authenticate = byVariables,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      const user = await authenticate(request);
      return await handler(request, { ...context, user });
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      throw error;
    }
  };
}
