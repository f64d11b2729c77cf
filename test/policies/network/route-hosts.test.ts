import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { routeHosts } from "../../../policies/network/route-hosts";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { routeHosts as corpus } from "../corpus/route-hosts";
import { gatewayRoute, ingress, ingressRoute, ruleFor } from "../corpus/routes";
import { refusedOf, takenOf } from "../corpus/split";

const named = "where one host must be named";

describe("route-hosts", () => {
  it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) => {
    expectViolation(routeHosts, object(manifest), ...breaks);
  });

  it.each(takenOf(corpus))("lets $says pass", ({ manifest }) => {
    expectCompliance(routeHosts, object(manifest));
  });

  it("says what is wrong, how to put it right, and why it matters", () => {
    expectViolation(
      routeHosts,
      object(ingress("shop", { rules: [ruleFor("*.example.com")] })),
      /^spec\.rules\[0\]\.host is "\*\.example\.com", where one host must be named\.\n {2}Fix: Set it to the full name of a host, and repeat the entry for each further one\.\n {2}Why: A route for any host takes over names that nobody has given it, and answers whoever points one at the cluster\. https:\/\/kubernetes\.io\/docs\/concepts\/services-networking\/ingress\/#hostname-wildcards$/,
    );
  });

  it.each([
    [
      "what answers where no rule does",
      ingress("shop", { defaultBackend: {} }),
      "Fix: Leave it out, and give each host a rule in spec.rules.",
    ],
    ["a route of a gateway", gatewayRoute("HTTPRoute", "shop", {}), "Fix: Name its hosts there."],
    [
      "a route of Traefik",
      ingressRoute("shop", ["Path(`/`)"]),
      "Fix: Begin each of its alternatives with Host(`…`) and the full name of a host, and put other conditions behind &&.",
    ],
  ])("says how to put %s right", (_, manifest, fix) => {
    expectViolation(routeHosts, object(manifest), fix);
  });

  it.each([
    ["kubernetes:networking.k8s.io/v1beta1:Ingress"],
    ["kubernetes:extensions/v1beta1:Ingress"],
    ["kubernetes:networking.k8s.io/v1:IngressPatch"],
  ])("judges %s", (type) => {
    const one = resource(type, { spec: { rules: [{}], backend: { serviceName: "shop" } } });
    expectViolation(routeHosts, one, "spec.rules[0].host is missing", "spec.backend answers for every host");
  });

  it.each([
    ["kubernetes:gateway.networking.k8s.io/v1beta1:Gateway"],
    ["kubernetes:gateway.networking.k8s.io/v1:ListenerSet"],
    ["kubernetes:gateway.networking.x-k8s.io/v1alpha1:XListenerSet"],
  ])("judges %s", (type) => {
    expectViolation(
      routeHosts,
      resource(type, { spec: { listeners: [{ protocol: "HTTPS" }] } }),
      "spec.listeners[0].hostname is missing",
    );
  });

  it("judges routes of Traefik of its old group", () => {
    expectViolation(
      routeHosts,
      resource("kubernetes:traefik.containo.us/v1alpha1:IngressRoute", {
        spec: { routes: [{ match: "Path(`/`)" }] },
      }),
      "spec.routes[0].match is",
    );
  });

  it.each<[Value, string]>([
    [undefined, "missing"],
    ["", '""'],
    ["*", '"*"'],
    ["shop.*", '"shop.*"'],
    ["a b.example.com", '"a b.example.com"'],
    [".example.com", '".example.com"'],
    ["example.com.", '"example.com."'],
    ["-shop", '"-shop"'],
    ["shop-", '"shop-"'],
    ["*.example.com\nshop.example.com", '"*.example.com\\nshop.example.com"'],
    [7, "7"],
    [["shop.example.com"], '["shop.example.com"]'],
  ])("takes %p for no name of a host", (host, text) => {
    expectViolation(
      routeHosts,
      object(ingress("shop", { rules: [{ host }] })),
      `spec.rules[0].host is ${text}, ${named}.`,
    );
  });

  it.each(["a", "shop", "A.Example.COM", "xn--bcher-kva.example", "1.example"])(
    "takes %p for the name of a host",
    (host) => {
      expectCompliance(routeHosts, object(ingress("shop", { rules: [{ host }] })));
    },
  );

  it.each<[string, Value]>([
    ["all of it", UNKNOWN],
    ["its rules", { rules: UNKNOWN }],
    ["a rule", { rules: [UNKNOWN] }],
    ["a host", { rules: [{ host: UNKNOWN }] }],
    ["what answers where no rule does", { rules: [ruleFor("a.example.com")], defaultBackend: UNKNOWN }],
  ])("judges an Ingress at the update of which it does not know %s yet", (_, spec) => {
    expectCompliance(routeHosts, resource("kubernetes:networking.k8s.io/v1:Ingress", { spec }));
  });

  it("finds what is known beside what is not", () => {
    expectViolation(
      routeHosts,
      object(ingress("shop", { rules: [UNKNOWN, {}] })),
      "spec.rules[1].host is missing",
    );
  });

  it("takes rules that are none for one without a host", () => {
    const spec = { rules: "shop.example.com" };
    expectViolation(
      routeHosts,
      resource("kubernetes:networking.k8s.io/v1:Ingress", { spec }),
      "spec.rules[0].host is missing",
    );
  });

  it.each<[string, Value]>([
    ["all of it", UNKNOWN],
    ["a listener", { listeners: [UNKNOWN] }],
    ["a protocol", { listeners: [{ protocol: UNKNOWN }] }],
    ["a host", { listeners: [{ protocol: "HTTPS", hostname: UNKNOWN }] }],
  ])("judges a gateway at the update of which it does not know %s yet", (_, spec) => {
    expectCompliance(routeHosts, resource("kubernetes:gateway.networking.k8s.io/v1:Gateway", { spec }));
  });

  it.each(["HTTP", "HTTPS", "TLS", "SCTP"])("refuses a listener of %s without a host", (protocol) => {
    expectViolation(
      routeHosts,
      resource("kubernetes:gateway.networking.k8s.io/v1:Gateway", { spec: { listeners: [{ protocol }] } }),
      "spec.listeners[0].hostname is missing",
    );
  });

  it.each<[string, Value]>([
    ["all of it", UNKNOWN],
    ["its hosts", { hostnames: UNKNOWN }],
    ["a host", { hostnames: [UNKNOWN] }],
    ["what it belongs to", { parentRefs: UNKNOWN }],
    ["a thing that it belongs to", { parentRefs: [UNKNOWN] }],
    ["the kind that it belongs to", { parentRefs: [{ kind: UNKNOWN }] }],
  ])("judges a route of a gateway at the update of which it does not know %s yet", (_, spec) => {
    expectCompliance(routeHosts, resource("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", { spec }));
  });

  it.each<[string, Value]>([
    ["nothing", undefined],
    ["no parents", { parentRefs: [] }],
    ["a gateway by its kind", { parentRefs: [{ kind: "Gateway" }] }],
    ["a Service, and a gateway", { parentRefs: [{ kind: "Service" }, {}] }],
  ])("refuses a route without hosts that has %s", (_, spec) => {
    expectViolation(
      routeHosts,
      resource("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", { spec }),
      "spec.hostnames is missing: it answers for every host of its gateways.",
    );
  });

  it("refuses a wildcard even between Services", () => {
    const spec: Properties = { parentRefs: [{ kind: "Service" }], hostnames: ["*.example.com", UNKNOWN] };
    expectViolation(
      routeHosts,
      resource("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", { spec }),
      `spec.hostnames[0] is "*.example.com", ${named}.`,
    );
  });

  it.each<[string, Value]>([
    ["all of it", UNKNOWN],
    ["its routes", { routes: UNKNOWN }],
    ["a route", { routes: [UNKNOWN] }],
    ["a rule", { routes: [{ match: UNKNOWN }] }],
  ])("judges a route of Traefik at the update of which it does not know %s yet", (_, spec) => {
    expectCompliance(routeHosts, resource("kubernetes:traefik.io/v1alpha1:IngressRoute", { spec }));
  });

  it.each<[Value, string]>([
    [undefined, "missing"],
    ["", '""'],
    [7, "7"],
    [["Host(`shop.example.com`)"], '["Host(`shop.example.com`)"]'],
    ["Host(``)", '"Host(``)"'],
    ["Host(`-a`)", '"Host(`-a`)"'],
    ["Host(`shop.example.com`) &&", '"Host(`shop.example.com`) &&"'],
    ["Host(`shop.example.com`) Path(`/`)", '"Host(`shop.example.com`) Path(`/`)"'],
    ["x Host(`shop.example.com`)", '"x Host(`shop.example.com`)"'],
    ["Host(`shop.example.com`) x", '"Host(`shop.example.com`) x"'],
    ["Path(`/`) || Host(`a`)", '"Path(`/`) || Host(`a`)"'],
    ["(Host(`a`) || Path(`/`))", '"(Host(`a`) || Path(`/`))"'],
  ])("refuses a route of Traefik for %p", (match, text) => {
    expectViolation(
      routeHosts,
      resource("kubernetes:traefik.io/v1alpha1:IngressRoute", { spec: { routes: [{ match }] } }),
      `spec.routes[0].match is ${text}, which is not bound to hosts by name.`,
    );
  });

  it.each([
    "Host(`A-1.example.com`)",
    "Host(`a`)",
    "  Host( `a` , `b` )  ",
    "Host(`a`)&&Path(`/`)",
    "Host(`a`)||Host(`b`)",
    "( Host(`a`) && Path(`/`) ) || Host(`b`)",
    "( Host(`a`) || Host(`b`) )",
    "Path( `/` , `/b` ) && ( Host(`a`)||Host(`b`) ) && ( Path(`/`)&&Method(`GET`) )",
    "Host(`a`) && Query(``)",
    "!Path(`/`) && !( Path(`/a`) ) && Host(`a`) && !Path(`/b`)",
  ])("lets a route of Traefik for %s pass", (match) => {
    expectCompliance(routeHosts, object(ingressRoute("shop", [match])));
  });

  it.each<[string, Value]>([
    ["no name", {}],
    ["a wildcard", { name: "*.example.com" }],
  ])("refuses a domain with %s", (_, metadata) => {
    expectViolation(
      routeHosts,
      resource("kubernetes:serving.knative.dev/v1beta1:DomainMapping", { metadata }),
      new RegExp(`^metadata\\.name is .+, ${named}\\.`),
    );
  });

  it("judges a domain at the update whose name is not known yet", () => {
    const type = "kubernetes:serving.knative.dev/v1beta1:DomainMapping";
    expectCompliance(routeHosts, resource(type, { metadata: { name: UNKNOWN } }));
    expectCompliance(routeHosts, resource(type, { metadata: UNKNOWN }));
  });

  it("has nothing to say of Services of Knative, and of what Knative makes of them", () => {
    expectCompliance(routeHosts, resource("kubernetes:serving.knative.dev/v1:Service", {}));
    expectCompliance(
      routeHosts,
      resource("kubernetes:networking.internal.knative.dev/v1alpha1:Ingress", { spec: { rules: [{}] } }),
    );
  });

  it("lets an Ingress pass that says nothing", () => {
    expectCompliance(routeHosts, resource("kubernetes:networking.k8s.io/v1:Ingress", {}));
  });
});
