import { at, isOneOf, items, literal } from "./cel";
import { findingIf, findingsIn, type Finding, type Subject } from "./rule";

/** Where objects describe their pods, by kind, where it is not `spec.template`. */
const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Revision: [],
  PodTemplate: ["template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};
const usual = ["spec", "template"] as const;

/** What an expression is for the path of each kind. */
const byKind = (of: (path: readonly string[]) => string): string =>
  [
    ...Object.entries(paths).map(([kind, path]) => `request.kind.kind == ${literal(kind)} ? ${of(path)} : `),
    of(usual),
  ].join("");

const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** How a message calls an item `i` of a list in the pod. @param list with dots */
export const called = (list: string): string =>
  `variables.path + ${literal(`.${list}[`)} + (${at("i", "name")} == null ? "?" : string(i.name)) + "]"`;

const containersIn = (list: (typeof lists)[number]): string =>
  `${items("variables.pod", list)}.map(i, {"at": dyn(${called(list)}), "list": dyn(${literal(list)}), "value": i})`;

/** Pods, and what makes some. What is `dyn` has no type that would differ from kind to kind. */
export const pods: Subject = {
  resources: {
    "": ["pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"],
    apps: ["deployments", "statefulsets", "daemonsets", "replicasets"],
    batch: ["jobs", "cronjobs"],
    "serving.knative.dev": ["services", "configurations", "revisions"],
  },
  variables: [
    {
      name: "template",
      expression: byKind((path) => (path.length > 0 ? at("dyn(object)", ...path) : "dyn(object)")),
    },
    { name: "path", expression: byKind((path) => literal([...path, "spec"].join("."))) },
    { name: "pod", expression: at("variables.template", "spec") },
    { name: "containers", expression: lists.map(containersIn).join(" + ") },
  ],
};

/** What is at a path in the pod. @param path with dots */
export const inPod = (path: string): string => at("variables.pod", ...path.split("."));

/** What is at a path in the container `i`. @param path with dots */
export const inContainer = (path: string): string => at("i.value", ...path.split("."));

/** A finding where a condition holds of the pod. */
export const ofPod = (condition: string, finding: Finding): string =>
  findingIf(condition, "variables.path", finding);

/** A finding for each container `i` that a condition holds of. */
export const ofContainers = (condition: string, finding: Finding): string =>
  findingsIn("variables.containers", condition, "i.at", finding);

/** What a field may be; null stands for one that is missing. */
export interface Allowed {
  /** Path, with dots. */
  readonly at: string;
  readonly allowed: readonly (string | number | boolean | null)[];
  readonly fix: string;
}

const refused = ({ at, allowed, fix }: Allowed): Finding => {
  const named = allowed.filter((one) => one !== null && one !== "").map(literal);
  return { at, problem: named.length > 0 ? `is not ${named.join(" or ")}` : "is set", fix };
};

/** Findings of the pod, where a field of it is none of what is allowed. */
export const onlyInPod = (field: Allowed): string =>
  ofPod(`!${isOneOf(inPod(field.at), field.allowed)}`, refused(field));

/** Findings of the containers, likewise. */
export const onlyInContainers = (field: Allowed): string =>
  ofContainers(`!${isOneOf(inContainer(field.at), field.allowed)}`, refused(field));

/** Findings of both, likewise. */
export const onlyInBoth = (field: Allowed): readonly string[] => [onlyInPod(field), onlyInContainers(field)];

/** What a container takes over from the pod unless it has its own. */
export interface Required extends Allowed {
  /** What it takes over as a whole; path, with dots. @default at */
  readonly whole?: string;
}

/** Findings where something else is set, and of the containers for which nobody sets anything. */
export function required({ whole, ...field }: Required): readonly string[] {
  const path = whole ?? field.at;
  const wrong = (set: string, value: string) => `${set} != null && !${isOneOf(value, field.allowed)}`;
  return [
    ofPod(wrong(inPod(path), inPod(field.at)), refused(field)),
    ofContainers(wrong(inContainer(path), inContainer(field.at)), refused(field)),
    ofContainers(`${inContainer(path)} == null && ${inPod(path)} == null`, {
      at: field.at,
      problem: "is missing, and the pod has none",
      fix: field.fix,
    }),
  ];
}

/** The standard that is the rule of what pods may do. */
export const podSecurityStandards =
  "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted";

/** Whether the pods run on Windows, and only there: the standard exempts them from what that does not have. */
export const onWindows = `${inPod("os.name")} == "windows"`;

/** Whether they may be root: in a user namespace they are nobody outside of it. */
export const inUserNamespace = `${inPod("hostUsers")} == false`;

/** Findings, but none where a condition holds. */
export const unless = (condition: string, findings: string): string => `(${condition} ? [] : ${findings})`;
