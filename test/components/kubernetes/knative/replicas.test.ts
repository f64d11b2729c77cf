import { parse, type ReleaseObject } from "../../../../components/kubernetes/knative/manifests";
import { withReplicas } from "../../../../components/kubernetes/knative/replicas";

const deployment = (name: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: n}\nspec: {selector: {matchLabels: {app: ${name}, role: ${name}}}, template: {spec: {terminationGracePeriodSeconds: 600}}}`;
const manifests = parse(
  [
    deployment("scaled"),
    deployment("fixed"),
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h, namespace: n}\n" +
      "spec: {minReplicas: 1, maxReplicas: 5, scaleTargetRef: {name: scaled}}",
    "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p, namespace: n}\n" +
      "spec: {minAvailable: 80%, selector: {matchLabels: {app: scaled}}}",
    "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: n}\nspec: {ports: []}",
  ].join("\n---\n"),
);

const specs = (objects: ReleaseObject[]) =>
  Object.fromEntries(objects.map(({ metadata, spec }) => [metadata.name, spec]));

const labels = (app: string) => ({ matchLabels: { app, role: app } });

const of = (app: string, spec: object) => ({ selector: labels(app), template: { spec } });

const apart = (app: string) =>
  of(app, {
    terminationGracePeriodSeconds: 600,
    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
      (topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: labels(app),
      }),
    ),
  });

test("one pod of each Deployment needs no autoscaler and no budget, and ends soon", () => {
  expect(specs(withReplicas(manifests, 1))).toEqual({
    scaled: { ...of("scaled", { terminationGracePeriodSeconds: 5 }), replicas: 1 },
    fixed: { ...of("fixed", { terminationGracePeriodSeconds: 5 }), replicas: 1 },
    s: { ports: [] },
  });
});

test("of several pods the autoscaler keeps that many, in several zones, and a node can be drained", () => {
  expect(specs(withReplicas(manifests, 2).slice(0, manifests.length))).toEqual({
    scaled: apart("scaled"),
    fixed: { ...apart("fixed"), replicas: 2 },
    h: { minReplicas: 2, maxReplicas: 5, scaleTargetRef: { name: "scaled" } },
    p: { selector: { matchLabels: { app: "scaled" } }, maxUnavailable: 1 },
    s: { ports: [] },
  });
});

test("pods that nothing tells apart from others are left where they are", () => {
  const odd = ["{template: {spec: {}}}", "{selector: {}, template: {spec: {}}}"].map((spec, index) =>
    parse(`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d${index}, namespace: n}\nspec: ${spec}`),
  );
  expect(specs(withReplicas(odd.flat(), 2))).toEqual({
    d0: { template: { spec: {} }, replicas: 2 },
    d1: { selector: {}, template: { spec: {} }, replicas: 2 },
  });
});

const budgetsOf = (objects: ReleaseObject[]) =>
  objects
    .filter(({ kind }) => kind === "PodDisruptionBudget")
    .map(({ metadata, spec }) => ({ metadata, spec }));

test("a Deployment of several pods that the release has no budget for gets one", () => {
  expect(budgetsOf(withReplicas(manifests, 2)).slice(1)).toEqual([
    {
      metadata: { name: "fixed", namespace: "n" },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { app: "fixed", role: "fixed" } },
      },
    },
  ]);
});

test("a budget of another namespace is none for a Deployment", () => {
  const elsewhere = parse(
    [
      deployment("scaled"),
      "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p, namespace: m}\n" +
        "spec: {minAvailable: 1, selector: {matchLabels: {app: scaled}}}",
    ].join("\n---\n"),
  );
  expect(budgetsOf(withReplicas(elsewhere, 2)).map(({ metadata }) => metadata)).toEqual([
    { name: "p", namespace: "m" },
    { name: "scaled", namespace: "n" },
  ]);
});

test("an autoscaler's most is never below its least", () => {
  expect(specs(withReplicas(manifests, 7)).h).toMatchObject({ minReplicas: 7, maxReplicas: 7 });
});
