import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { routeTls } from "../../../policies/network/route-tls";
import { UNKNOWN, type Value } from "../../../policies/value";
import { routeTls as corpus } from "../corpus/route-tls";
import { defaultBackend, domainMapping, gateway, ingress, ingressRoute, ruleFor } from "../corpus/routes";
import { refusedOf, takenOf } from "../corpus/split";

const shop = "shop.example.com";

describe("route-tls", () => {
  it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) => {
    expectViolation(routeTls, object(manifest), ...breaks);
  });

  it.each(takenOf(corpus))("lets $says pass", ({ manifest }) => {
    expectCompliance(routeTls, object(manifest));
  });

  it("says what is wrong, how to put it right, and why it matters", () => {
    expectViolation(
      routeTls,
      object(ingress("shop", { rules: [ruleFor(shop)] })),
      /^spec\.rules\[0\]\.host is "shop\.example\.com", which no entry of spec\.tls covers\.\n {2}Fix: Name it in the hosts of an entry of spec\.tls, with the Secret of its certificate as secretName\.\n {2}Why: Everyone on the way can read and change what goes over plain HTTP: passwords, tokens, pages\. https:\/\/kubernetes\.io\/docs\/concepts\/services-networking\/ingress\/#tls$/,
    );
  });

  it.each([
    [
      "what answers where no rule does",
      ingress("shop", { defaultBackend }),
      "Fix: Give each host a rule in spec.rules, and name it in the hosts of an entry of spec.tls.",
    ],
    [
      "a listener",
      gateway("shop", { protocol: "HTTP" }),
      "Fix: Set it to HTTPS, with the Secret of a certificate in tls.certificateRefs.",
    ],
    [
      "a route of Traefik",
      ingressRoute("shop", ["Host(`shop.example.com`)"]),
      "Fix: Set it to {} for Traefik's certificate of the host, or to the secretName or certResolver of one.",
    ],
    ["a domain", domainMapping(shop), "Fix: Set it to the Secret of a certificate of the domain."],
  ])("says how to put %s right", (_, manifest, fix) => {
    expectViolation(routeTls, object(manifest), fix);
  });

  describe("where TLS ends before the cluster", () => {
    const options = { securedElsewhere: ["example.com", "example.org"] };

    it.each([
      [
        "an Ingress",
        ingress("shop", { rules: [ruleFor(shop), ruleFor("example.com"), ruleFor("a.b.example.org")] }),
      ],
      ["a listener", gateway("shop", { protocol: "HTTP", hostname: shop })],
      ["a route of Traefik", ingressRoute("shop", ["Host(`shop.example.com`)"])],
      ["a domain", domainMapping(shop)],
    ])("lets %s pass", (_, manifest) => {
      expectCompliance(routeTls, object(manifest), { options });
    });

    it("refuses other domains", () => {
      const rules = [ruleFor(shop), ruleFor("shop.example.net"), ruleFor("badexample.com"), ruleFor()];
      expectViolation(
        routeTls,
        object(ingress("shop", { rules })),
        'spec.rules[1].host is "shop.example.net"',
        'spec.rules[2].host is "badexample.com"',
        "spec.rules[3].host is missing",
        { options },
      );
    });
  });

  it.each([
    ["kubernetes:networking.k8s.io/v1beta1:Ingress"],
    ["kubernetes:extensions/v1beta1:Ingress"],
    ["kubernetes:networking.k8s.io/v1:IngressPatch"],
  ])("judges %s", (type) => {
    const one = resource(type, { spec: { rules: [{ host: shop }], backend: { serviceName: "shop" } } });
    expectViolation(routeTls, one, "spec.rules[0].host is", "spec.backend is served over plain HTTP");
  });

  it.each([
    ["kubernetes:gateway.networking.k8s.io/v1beta1:Gateway"],
    ["kubernetes:gateway.networking.k8s.io/v1:ListenerSet"],
    ["kubernetes:gateway.networking.x-k8s.io/v1alpha1:XListenerSet"],
  ])("judges %s", (type) => {
    expectViolation(
      routeTls,
      resource(type, { spec: { listeners: [{ protocol: "HTTP" }] } }),
      'spec.listeners[0].protocol is "HTTP"',
    );
  });

  it("judges routes of Traefik of its old group", () => {
    expectViolation(
      routeTls,
      resource("kubernetes:traefik.containo.us/v1alpha1:IngressRoute", {
        spec: { routes: [{ match: "Path(`/`)" }] },
      }),
      "spec.tls is missing",
    );
  });

  it("has nothing to say of Services of Knative, and of what Knative makes of them", () => {
    expectCompliance(routeTls, resource("kubernetes:serving.knative.dev/v1:Service", { spec: {} }));
    expectCompliance(
      routeTls,
      resource("kubernetes:networking.internal.knative.dev/v1alpha1:Ingress", {
        spec: { rules: [{ hosts: [shop] }] },
      }),
    );
  });

  it.each<[string, Value]>([
    ["all of it", UNKNOWN],
    ["TLS", { rules: [{ host: shop }], tls: UNKNOWN, defaultBackend }],
    ["an entry of TLS", { rules: [{ host: shop }], tls: [UNKNOWN], defaultBackend }],
    ["hosts of TLS", { rules: [{ host: shop }], tls: [{ hosts: UNKNOWN }] }],
    ["a host of TLS", { rules: [{ host: shop }], tls: [{ hosts: ["other.example.com", UNKNOWN] }] }],
    ["the rules", { rules: UNKNOWN }],
    ["a rule", { rules: [UNKNOWN] }],
    ["a host", { rules: [{ host: UNKNOWN }] }],
    ["what answers where no rule does", { defaultBackend: UNKNOWN }],
  ])("judges an Ingress at the update of which it does not know %s yet", (_, spec) => {
    expectCompliance(routeTls, resource("kubernetes:networking.k8s.io/v1:Ingress", { spec }));
  });

  it("finds what is known beside what is not", () => {
    expectViolation(
      routeTls,
      object(ingress("shop", { rules: [{ host: UNKNOWN }, { host: shop }], tls: [{ hosts: [] }] })),
      "spec.rules[1].host is",
    );
  });

  it.each<[string, Value]>([
    ["a word for TLS", { rules: [{ host: shop }], tls: "shop-tls" }],
    ["a word for the hosts of TLS", { rules: [{ host: shop }], tls: [{ hosts: "all" }] }],
    ["a rule that is none", { rules: [shop] }],
    ["rules that are none", { rules: shop }],
    ["a host that is none", { rules: [{ host: 7 }], tls: [{ hosts: [7] }] }],
  ])("refuses an Ingress with %s", (_, spec) => {
    expectViolation(
      routeTls,
      resource("kubernetes:networking.k8s.io/v1:Ingress", { spec }),
      /^spec\.rules\[0\]\.host is .+, which no entry of spec\.tls covers\./,
    );
  });

  it.each(["defaultBackend", "backend"])("refuses %s beside an empty TLS", (field) => {
    const spec = { [field]: defaultBackend, tls: [] };
    expectViolation(
      routeTls,
      resource("kubernetes:networking.k8s.io/v1:Ingress", { spec }),
      `spec.${field} is served over plain HTTP`,
    );
  });

  it.each<[string, Value]>([
    ["all of it", UNKNOWN],
    ["its listeners", { listeners: UNKNOWN }],
    ["a listener", { listeners: [UNKNOWN] }],
    ["a protocol", { listeners: [{ protocol: UNKNOWN, hostname: shop }] }],
    ["a host", { listeners: [{ protocol: "HTTP", hostname: UNKNOWN }] }],
  ])("judges a gateway at the update of which it does not know %s yet", (_, spec) => {
    expectCompliance(routeTls, resource("kubernetes:gateway.networking.k8s.io/v1:Gateway", { spec }));
  });

  it.each<[Value, string]>([
    [undefined, "missing"],
    ["http", '"http"'],
    [7, "7"],
  ])("refuses a listener of protocol %p", (protocol, text) => {
    expectViolation(
      routeTls,
      object(gateway("shop", { protocol: UNKNOWN }, { protocol })),
      `spec.listeners[listener-1].protocol is ${text}.`,
    );
  });

  it.each<[string, Value]>([
    ["all of it", UNKNOWN],
    ["TLS", { tls: UNKNOWN, routes: [{ match: "Path(`/`)" }] }],
    ["its routes", { routes: UNKNOWN }],
    ["a route", { routes: [UNKNOWN] }],
    ["a rule", { routes: [{ match: UNKNOWN }] }],
  ])("judges a route of Traefik at the update of which it does not know %s yet", (_, spec) => {
    expectCompliance(routeTls, resource("kubernetes:traefik.io/v1alpha1:IngressRoute", { spec }));
  });

  it.each<[string, Value, string]>([
    ["a yes for TLS", { tls: true, routes: [{ match: "Host(`shop.example.com`)" }] }, "true"],
    ["a list for TLS", { tls: [], routes: [{ match: "Host(`shop.example.com`)" }] }, "[]"],
    ["no rule", { routes: [{}] }, "missing"],
    ["a rule that is none", { routes: [{ match: 7 }] }, "missing"],
    ["a rule for no host", { routes: [{ match: "Host()" }] }, "missing"],
    ["a rule beside one that is not known yet", { routes: [{ match: UNKNOWN }, {}] }, "missing"],
    ["a host in quotes", { routes: [{ match: 'Host("shop.example.com")' }] }, "missing"],
  ])("refuses a route of Traefik with %s", (_, spec, tls) => {
    expectViolation(
      routeTls,
      resource("kubernetes:traefik.io/v1alpha1:IngressRoute", { spec }),
      `spec.tls is ${tls}: its routes are served over plain HTTP.`,
    );
  });

  it("takes an expression for no host", () => {
    expectViolation(
      routeTls,
      object(ingressRoute("any", ["HostRegexp(`localhost`)"])),
      "spec.tls is missing",
    );
  });

  it("lets routes of Traefik pass of which there are none", () => {
    expectCompliance(routeTls, resource("kubernetes:traefik.io/v1alpha1:IngressRoute", { spec: {} }));
  });

  it.each<[string, Value]>([
    ["no TLS", undefined],
    ["a word for TLS", "shop-tls"],
    ["no Secret", { tls: {} }],
    ["a Secret without a name", { tls: { secretName: "" } }],
    ["a Secret that is none", { tls: { secretName: 7 } }],
  ])("refuses a domain with %s", (_, spec) => {
    expectViolation(
      routeTls,
      resource("kubernetes:serving.knative.dev/v1beta1:DomainMapping", { metadata: { name: shop }, spec }),
      /^spec\.tls\.secretName is .+: the domain is served over plain HTTP\./,
    );
  });

  it.each<[string, Value, Value]>([
    ["name", UNKNOWN, {}],
    ["specification", shop, UNKNOWN],
    ["TLS", shop, { tls: UNKNOWN }],
    ["Secret", shop, { tls: { secretName: UNKNOWN } }],
  ])("judges a domain at the update whose %s is not known yet", (_, name, spec) => {
    expectCompliance(
      routeTls,
      resource("kubernetes:serving.knative.dev/v1beta1:DomainMapping", { metadata: { name }, spec }),
    );
  });

  it("lets objects pass that say nothing", () => {
    expectCompliance(routeTls, resource("kubernetes:networking.k8s.io/v1:Ingress", {}));
    expectCompliance(routeTls, resource("kubernetes:gateway.networking.k8s.io/v1:Gateway", {}));
  });
});
