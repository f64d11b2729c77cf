import { guardrailsArgs } from "../../stacks/guardrails";
import { withPresets } from "../../stacks/presets";

jest.mock("../../policies/options.json", () => ({
  "pod-volumes": { enforcementLevel: "disabled" },
  "route-hosts": { enforcementLevel: "mandatory" },
  "container-images": { registries: ["ghcr.io/acme"] },
  "service-account-token": { allowed: ["tools/*"], enforcementLevel: "advisory" },
  "public-service": { allowed: ["shop/front"] },
  "route-tls": { securedElsewhere: ["example.com"] },
}));

test("what the pack's file says of a policy counts in the cluster, too", () => {
  const args = guardrailsArgs(withPresets({ environment: "dev", cluster: { kind: "local" } }));
  expect(args).toMatchObject({
    registries: ["ghcr.io/acme"],
    tokens: ["tools/*"],
    publicServices: ["shop/front"],
    securedElsewhere: ["example.com"],
  });
  expect(args.levels).toMatchObject({
    "pod-volumes": "disabled",
    "route-hosts": "mandatory",
    "service-account-token": "advisory",
    "pod-privilege": "mandatory",
    "container-images": "advisory",
  });
});
