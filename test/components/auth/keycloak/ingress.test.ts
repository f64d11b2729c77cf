import { adminPaths, publicPaths } from "../../../../components/auth/keycloak/ingress";

const words = (paths: readonly { path: string; pathType: string }[]) =>
  paths.map(({ path, pathType }) => `${pathType} ${path}`);

test("everyone reaches the realms that are named, what their pages are made of, and nothing of master", () => {
  expect(words(publicPaths(["shop", "staff"], "private"))).toEqual([
    "Prefix /realms/shop/",
    "Exact /.well-known/oauth-authorization-server/realms/shop",
    "Prefix /realms/staff/",
    "Exact /.well-known/oauth-authorization-server/realms/staff",
    "Prefix /resources/",
  ]);
});

test("the other host has the login of a service account and the API, and no console", () => {
  expect(words(adminPaths("private"))).toEqual([
    "Exact /realms/master/protocol/openid-connect/token",
    "Exact /admin/serverinfo",
    "Exact /admin/realms",
    "Prefix /admin/realms/",
  ]);
});

test("the console comes when it is asked for, with the realm that its users sign in to", () => {
  expect(words(adminPaths("public"))).toEqual([
    "Prefix /admin/",
    "Prefix /realms/master/",
    "Prefix /resources/",
  ]);
  expect(words(publicPaths(["shop"], "public"))).toContain("Prefix /realms/master/");
});

test("no prefix ends within a name: some ingresses compare letter by letter", () => {
  const prefixes = [...publicPaths(["shop"], "public"), ...adminPaths("public"), ...adminPaths("private")]
    .filter(({ pathType }) => pathType === "Prefix")
    .map(({ path }) => path);
  expect(prefixes.filter((path) => !path.endsWith("/"))).toEqual([]);
});
