import { userOf } from "../../../../components/auth/runtime/user";

const claims = {
  sub: "f1",
  realm_access: { roles: ["florist"] },
  "https://shop.example.com/roles": ["driver", 7, "florist"],
  "cognito:groups": "driver",
};

test.each([
  ["as Keycloak has them", undefined, ["florist"]],
  [
    "in a claim of the issuer's own, of what are names",
    "https://shop.example.com/roles",
    ["driver", "florist"],
  ],
  ["not there, where that is no list", "cognito:groups", []],
  ["not there, where there is no such claim", "groups", []],
  ["not there, where the claim's name is that of something that every object has", "constructor", []],
])("the roles of a user are %s", (_, claim, roles) => {
  expect(userOf(claims, claim).roles).toEqual(roles);
});
