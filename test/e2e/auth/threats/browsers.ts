import { actionOf, authorizeUrl, proof, submit } from "../../../support/oauth";
import { Visitor } from "../../../support/sign-in";
import { isIn } from "./sign-in";
import type { World } from "./world";

/** How many pages to sign in at one browser may have open: Keycloak's own limit. */
const mostPages = 300;

/** What others' pages, others' networks and others' names can do to a user in a browser. */
export function browsers(world: () => World): void {
  const address = () => authorizeUrl(world().application(), proof().challenge);

  test("a page is in no frame of others, is what it says it is, and tells nobody where it was", async () => {
    const { status, headers } = await fetch(address());
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-frame-options": "SAMEORIGIN",
      "content-security-policy": "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "none",
      "referrer-policy": "no-referrer",
      "cache-control": expect.stringContaining("no-store") as string,
    });
  });

  test("no script of its pages reads a cookie, and none goes where there is no TLS", async () => {
    const { headers } = await fetch(address());
    const cookies = headers.getSetCookie().filter((cookie) => !/^[^=]+=;/.test(cookie));
    expect(cookies.length).toBeGreaterThanOrEqual(1);
    for (const cookie of cookies) expect(cookie).toMatch(/; *Secure/i);
    for (const cookie of cookies.filter((one) =>
      /^(AUTH_SESSION_ID|KC_RESTART|KEYCLOAK_IDENTITY)=/.test(one),
    )) {
      expect(cookie).toMatch(/; *HttpOnly/i);
    }
  });

  test("a form that another browser asked for signs nobody in", async () => {
    const { username, password } = await world().person();
    const page = await new Visitor().ask(address());
    const action = actionOf(page) ?? "";
    const stranger = await new Visitor().ask(action, { username, password });
    expect([stranger.status, isIn(stranger)]).toEqual([400, false]);
    // Nor where that browser has a page of its own open.
    const other = new Visitor();
    const own = await other.ask(address());
    expect(isIn(await other.ask(action, { username, password }))).toBe(false);
    expect(isIn(await submit(other, own, { username, password }))).toBe(true);
  });

  test("without TLS only this machine and private networks are served", async () => {
    const from = async (client: string) => {
      const headers = { "x-forwarded-for": client };
      const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "service" });
      const place = `${world().issuer}/protocol/openid-connect/token`;
      const { status } = await fetch(place, { method: "POST", headers, body });
      return { page: (await fetch(address(), { headers })).status, token: status };
    };
    expect(await from("203.0.113.7")).toEqual({ page: 400, token: 403 });
    expect(await from("2001:db8::7")).toEqual({ page: 400, token: 403 });
    expect(await from("10.244.0.7")).toEqual({ page: 200, token: 401 });
  });

  test("no other name than its own is in what it says, whatever it was asked by", async () => {
    const headers = {
      "x-forwarded-host": "evil.test",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "444",
    };
    const document = await fetch(`${world().issuer}/.well-known/openid-configuration`, { headers });
    const text = await document.text();
    expect(JSON.parse(text)).toMatchObject({ issuer: world().issuer });
    expect(text).not.toContain("evil.test");
    expect(
      await (await fetch(address(), { headers: { "x-forwarded-host": "evil.test" } })).text(),
    ).not.toContain("evil.test");
  });

  test("one browser has so many pages to sign in at open: the oldest goes first", async () => {
    const { username, password } = await world().person();
    const visitor = new Visitor();
    const oldest = await visitor.ask(address());
    // Keycloak counts their age in seconds: of those of the first one, it may be any that goes.
    for (let opened = 0; opened < 2 * mostPages; opened++) await visitor.ask(address());
    const newest = await visitor.ask(address());
    expect(isIn(await submit(visitor, oldest, { username, password }))).toBe(false);
    expect(isIn(await submit(visitor, newest, { username, password }))).toBe(true);
  });
}
