import { answerOf, authorizeUrl, proof } from "../../../support/oauth";
import { Visitor } from "../../../support/sign-in";
import { isIn, tried } from "./sign-in";
import { redirectUri, type World } from "./world";

/** Where users are sent with what signs them in. */
export function redirects(world: () => World): void {
  const ask = (more: object) =>
    new Visitor().ask(authorizeUrl(world().application(), proof().challenge, { ...more }));

  test("users come back to the address that is known, with the state that was given", async () => {
    const page = await tried(world().application(), await world().person());
    expect(isIn(page)).toBe(true);
    const { origin, pathname } = new URL(page.location ?? "");
    expect(`${origin}${pathname}`).toBe(redirectUri);
    expect(Object.fromEntries(answerOf(page))).toMatchObject({ state: "a state", iss: world().issuer });
  });

  test.each([
    ["no address", undefined],
    ["another host", "https://evil.test/signed-in"],
    ["a host that begins the same", "https://page.test.evil.test/signed-in"],
    ["a login that looks like the host", "https://page.test@evil.test/signed-in"],
    ["a host below", "https://evil.page.test/signed-in"],
    ["another port", "https://page.test:8443/signed-in"],
    ["no TLS", "http://page.test/signed-in"],
    ["another scheme", "javascript:alert(1)//page.test/signed-in"],
    ["another path", "https://page.test/other"],
    ["a path below", "https://page.test/signed-in/more"],
    ["a path that climbs", "https://page.test/signed-in/../other"],
    ["a path that climbs in other letters", "https://page.test/signed-in/%2e%2e/other"],
    ["capital letters", "https://page.test/Signed-In"],
    ["a slash at the end", "https://page.test/signed-in/"],
    ["a query", "https://page.test/signed-in?next=https://evil.test/"],
    ["a fragment", "https://page.test/signed-in#https://evil.test/"],
    ["a pattern", "https://page.test/*"],
    ["a second line", "https://page.test/signed-in\r\nlocation: https://evil.test/"],
  ])("with %s nobody is sent anywhere", async (_, address) => {
    const { status, location, body } = await ask({ redirect_uri: address });
    expect({ status, location }).toEqual({ status: 400, location: undefined });
    expect(body).not.toMatch(/(href|src|action)="[^"]*evil\.test/);
  });

  test.each(["https://evil.test/", `${redirectUri}/more`, "http://page.test/signed-in"])(
    "who signs out is not sent to %s",
    async (address) => {
      const question = new URLSearchParams({ client_id: "page", post_logout_redirect_uri: address });
      const place = `${world().issuer}/protocol/openid-connect/logout?${question.toString()}`;
      expect(await new Visitor().ask(place)).toMatchObject({ status: 400, location: undefined });
    },
  );
}
