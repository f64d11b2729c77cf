import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { publicService } from "../../../policies/network/public-service";
import { UNKNOWN, type Properties } from "../../../policies/value";
import { publicService as corpus } from "../corpus/public-service";
import { refusedOf, takenOf } from "../corpus/split";

const service = (spec: Properties, metadata: Properties = { name: "shop", namespace: "front" }) =>
  object({ apiVersion: "v1", kind: "Service", metadata, spec });

describe("public-service", () => {
  it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) => {
    expectViolation(publicService, object(manifest), ...breaks);
  });

  it.each(takenOf(corpus))("lets $says pass", ({ manifest }) => {
    expectCompliance(publicService, object(manifest));
  });

  it("says what is wrong, how to put it right, and why it matters", () => {
    expectViolation(
      publicService,
      service({ type: "LoadBalancer" }),
      /^spec\.type is "LoadBalancer", which opens the Service to the outside\.\n {2}Fix: Set it to ClusterIP and route to it through the ingress, or add "front\/shop" to the allowed Services of public-service\.\n {2}Why: A load balancer, a port of the nodes or an external address leads to the pods past ingress, TLS and sign-in\. https:\/\/kubernetes\.io\/docs\/concepts\/services-networking\/service\/#publishing-services-service-types$/,
    );
  });

  it("says how to do without external addresses", () => {
    expectViolation(
      publicService,
      service({ externalIPs: ["203.0.113.7"] }),
      'Fix: Leave it out and route to it through the ingress, or add "front/shop" to the allowed Services of public-service.',
    );
  });

  it("lets those pass that are allowed, whatever they are", () => {
    const options = { allowed: ["front/other", "front/shop"] };
    expectCompliance(publicService, service({ type: "LoadBalancer", externalIPs: ["203.0.113.7"] }), {
      options,
    });
  });

  it.each([["front/other"], ["shop"], ["front/"], ["back/shop"]])(
    "refuses one where only %s is allowed",
    (allowed) => {
      const options = { allowed: [allowed] };
      expectViolation(publicService, service({ type: "NodePort" }), 'spec.type is "NodePort"', { options });
    },
  );

  it("knows one without a namespace by the default one", () => {
    const one = service({ type: "LoadBalancer" }, { name: "shop" });
    expectViolation(publicService, one, 'add "default/shop" to');
    expectCompliance(publicService, one, { options: { allowed: ["default/shop"] } });
  });

  it("refuses one without a name", () => {
    expectViolation(publicService, service({ type: "LoadBalancer" }, {}), 'add "default/missing" to');
  });

  it("judges one at the update whose name is not known yet", () => {
    expectCompliance(publicService, service({ type: "LoadBalancer" }, { name: UNKNOWN }));
    expectCompliance(publicService, service({ type: "LoadBalancer" }, { name: "shop", namespace: UNKNOWN }));
    expectCompliance(
      publicService,
      resource("kubernetes:core/v1:Service", { metadata: UNKNOWN, spec: { type: "NodePort" } }),
    );
  });

  it("judges at the update what is not known yet", () => {
    expectCompliance(publicService, service({ type: UNKNOWN, externalIPs: UNKNOWN }));
    expectCompliance(publicService, object({ apiVersion: "v1", kind: "Service", spec: UNKNOWN }));
  });

  it("finds what is known beside what is not", () => {
    expectViolation(
      publicService,
      service({ type: UNKNOWN, externalIPs: ["203.0.113.7"] }),
      "spec.externalIPs is",
    );
    expectViolation(publicService, service({ type: "NodePort", externalIPs: UNKNOWN }), "spec.type is");
    expectViolation(
      publicService,
      service({ externalIPs: [UNKNOWN] }),
      'spec.externalIPs is ["(not known yet)"]',
    );
  });

  it("refuses types that there are not", () => {
    expectViolation(publicService, service({ type: "Public" }), 'spec.type is "Public"');
    expectViolation(publicService, service({ type: 1 }), "spec.type is 1");
    expectViolation(
      publicService,
      service({ externalIPs: "203.0.113.7" }),
      'spec.externalIPs is "203.0.113.7"',
    );
  });

  it("lets a Service pass that says nothing", () => {
    expectCompliance(publicService, resource("kubernetes:core/v1:Service", {}));
  });

  it("judges a patch", () => {
    expectViolation(
      publicService,
      resource("kubernetes:core/v1:ServicePatch", { metadata: { name: "shop" }, spec: { type: "NodePort" } }),
      'spec.type is "NodePort"',
    );
  });

  it("has nothing to say of Services of Knative", () => {
    expectCompliance(
      publicService,
      resource("kubernetes:serving.knative.dev/v1:Service", { spec: { type: "LoadBalancer" } }),
    );
  });
});
