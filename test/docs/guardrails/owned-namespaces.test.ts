import { expectCompliance, expectViolation, object } from "../../../policies/harness";
import { ownedNamespaces } from "./owned-namespaces";

const namespace = (labels: Record<string, string>) =>
  object({ apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels } });

test("a namespace without a team is refused", () => {
  expectViolation(ownedNamespaces, namespace({}), "metadata.labels.team is missing");
});

test("a namespace of a team passes", () => {
  expectCompliance(ownedNamespaces, namespace({ team: "shop" }));
});
