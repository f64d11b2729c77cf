import { secretOf, valueOf } from "../../../support/outputs";
import { password, recordedRealms, type } from "./fixtures";

const { all, registered, inputsOf } = recordedRealms();

test("every user is in a group from the start, whose roles are those of everyone", async () => {
  const roles = { customer: "Buys flowers.", florist: "Sells flowers." };
  await registered("everyone", { roles, defaultRoles: ["customer"] });
  expect(inputsOf("everyone-everyone", type("DefaultGroups"))).toEqual({
    realmId: "everyone-id",
    groupIds: ["everyone-everyone-id"],
  });
  expect(inputsOf("everyone-everyone", type("GroupRoles"))).toMatchObject({
    groupId: "everyone-everyone-id",
    roleIds: ["everyone-customer-id"],
  });
});

test("users that are there from the start have random passwords, and keep what others give them", async () => {
  const realm = await registered("peopled", {
    roles: { florist: "Sells." },
    groups: { staff: ["florist"] },
    users: {
      flora: {
        firstName: "Flora",
        lastName: "Green",
        email: "flora@example.com",
        groups: ["staff"],
        roles: ["florist"],
      },
    },
  });
  const user = { realmId: "peopled-id", userId: "peopled-flora-id", exhaustive: false };
  expect(inputsOf("peopled-flora", type("User"))).toEqual({
    realmId: "peopled-id",
    username: "flora",
    firstName: "Flora",
    lastName: "Green",
    email: "flora@example.com",
    emailVerified: true,
    enabled: true,
    initialPassword: secretOf({ value: "password of peopled-flora", temporary: false }),
  });
  expect(inputsOf("peopled-flora", type("UserGroups"))).toEqual({ ...user, groupIds: ["peopled-staff-id"] });
  expect(inputsOf("peopled-flora", type("UserRoles"))).toEqual({ ...user, roleIds: ["peopled-florist-id"] });
  expect(inputsOf("peopled-flora", password)).toEqual({ length: 20, special: false });
  expect(await valueOf(realm.passwords.flora!)).toBe("password of peopled-flora");
  // Who is made before is not in the group of everyone.
  expect(all.registrations.get("peopled-flora", type("User")).dependsOn).toContain("peopled-everyone");
});

test("a random password is as long as the realm asks for", async () => {
  const someone = { firstName: "Some", lastName: "One", email: "one@example.com" };
  await registered("long", { passwords: { length: 30 }, users: { one: someone } });
  expect(inputsOf("long-one", password)).toEqual({ length: 30, special: false });
});

test("roles say what they are for, and groups have roles", async () => {
  const realm = await registered("roles", {
    roles: { florist: "Sells flowers.", driver: "Brings them." },
    groups: { staff: ["florist", "driver"] },
  });
  expect(inputsOf("roles-florist", type("Role"))).toEqual({
    realmId: "roles-id",
    name: "florist",
    description: "Sells flowers.",
  });
  expect(inputsOf("roles-staff", type("Group"))).toEqual({ realmId: "roles-id", name: "staff" });
  expect(inputsOf("roles-staff", type("GroupRoles"))).toEqual({
    realmId: "roles-id",
    groupId: "roles-staff-id",
    roleIds: ["roles-florist-id", "roles-driver-id"],
  });
  expect(await valueOf(realm.identity.roles.driver!)).toBe("roles-driver-id");
});
