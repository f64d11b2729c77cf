import { authenticator, forUsers } from "../../../../components/auth/runtime/for-users";
import { notSignedIn, Refusal, unavailable } from "../../../../components/auth/runtime/refusal";
import { requireRole, userOf, type User } from "../../../../components/auth/runtime/user";

const claims = {
  sub: "f1",
  name: "Flora Florist",
  preferred_username: "flora",
  email: "flora@florist.example",
  email_verified: true,
  realm_access: { roles: ["florist"] },
};

const verify = (token: string) =>
  token === "good" ? Promise.resolve(claims) : Promise.reject(notSignedIn(new Error("why, in detail")));

const call = (
  authorization?: string,
  handler: (user: User) => Response = ({ name }) => Response.json({ name }),
) =>
  forUsers<{ log: string }>((_, { user, log }) => {
    expect(log).toBe("kept");
    return handler(user);
  }, authenticator(verify))(
    new Request("http://orders/", { headers: authorization === undefined ? {} : { authorization } }),
    { log: "kept" },
  );

test("a handler is told who called, beside what it gets anyway", async () => {
  const answer = await call("Bearer good");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ name: "Flora Florist" });
});

test("the scheme is read as HTTP has it: in any case", async () => {
  expect((await call("bearer good")).status).toBe(200);
});

test.each([
  ["no token", undefined],
  ["a token that is not good", "Bearer bad"],
  ["another scheme", "Basic good"],
  ["a token without a scheme", "good"],
  ["a scheme without a token", "Bearer "],
  ["two tokens", "Bearer good good"],
  ["a token among others", "Bearer good, Bearer bad"],
])("%s: 401, without a word of why", async (_, authorization) => {
  const handler = jest.fn();
  const answer = await call(authorization, handler);
  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.text()).toBe('{"error":"Sign in first."}');
  expect(handler).not.toHaveBeenCalled();
});

test("a role that the user has not: 403", async () => {
  const only = (...roles: [string, ...string[]]) =>
    call("Bearer good", (user) => {
      requireRole(user, ...roles);
      return new Response("flowers");
    });
  const refused = await only("driver");
  expect(refused.status).toBe(403);
  expect(await refused.text()).not.toContain("flowers");
  expect((await only("driver", "florist")).status).toBe(200);
});

test("what cannot be checked: 503, to be tried again", async () => {
  const answer = await call("Bearer good", () => {
    throw unavailable("What you may do", new Error("secret detail"));
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(await answer.text()).toBe('{"error":"What you may do cannot be checked now. Try again."}');
});

test("a mistake of the handler is its own", async () => {
  const mistake = new Error("a mistake");
  await expect(
    call("Bearer good", () => {
      throw mistake;
    }),
  ).rejects.toBe(mistake);
});

test("a function that was not told whose users it has says what it needs", async () => {
  const handler = forUsers(() => new Response());
  await expect(handler(new Request("http://orders/"), {})).rejects.toThrow(
    "AUTH_ISSUER, AUTH_JWKS_URI, AUTH_AUDIENCE is not set. Give the function needs.identity, which sets it.",
  );
});

describe("a user", () => {
  it("is what a token says", () => {
    expect(userOf(claims)).toEqual({
      id: "f1",
      name: "Flora Florist",
      email: "flora@florist.example",
      roles: ["florist"],
      claims,
    });
  });

  it.each([
    ["a name that signs in", { name: undefined }, "flora"],
    ["an id", { name: "", preferred_username: undefined }, "f1"],
    ["an id where names are no texts", { name: 7, preferred_username: {} }, "f1"],
  ])("is shown by %s without another name", (_, changes, name) => {
    expect(userOf({ ...claims, ...changes }).name).toBe(name);
  });

  it.each([
    ["was not verified", { email_verified: false }],
    ["was verified by a text", { email_verified: "true" }],
    ["nobody knows of", { email_verified: undefined }],
  ])("has no address that %s", (_, changes) => {
    expect(userOf({ ...claims, ...changes }).email).toBeUndefined();
  });

  it.each([
    ["none", undefined],
    ["a text", { roles: "florist" }],
    ["other things", { roles: [1, null, { florist: true }] }],
    ["an empty mapping", {}],
  ])("has no roles where the token has %s", (_, realm_access) => {
    expect(userOf({ ...claims, realm_access }).roles).toEqual([]);
    expect(() => requireRole(userOf({ ...claims, realm_access }), "florist")).toThrow(Refusal);
  });
});
