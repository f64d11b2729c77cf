import { rbac } from "../../../policies/rbac";

test("the rules of roles and bindings are these", () => {
  expect(rbac.map(({ name, description, options }) => ({ name, description, options }))).toEqual([
    {
      name: "rbac-wildcards",
      description: "A role names the API groups, resources, verbs and addresses that it gives: no wildcards.",
      options: {},
    },
    {
      name: "rbac-escalation",
      description: "A role gives nothing by which its holder can come by rights that it was not given.",
      options: {},
    },
    { name: "rbac-secrets", description: "No role reads the Secrets of all namespaces.", options: {} },
    {
      name: "rbac-cluster-admin",
      description:
        "No binding gives the role cluster-admin, or anything to the group system:masters or to everybody.",
      options: {},
    },
  ]);
});
