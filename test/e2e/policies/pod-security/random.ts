import * as fc from "fast-check";
import type { Properties, Value } from "../../../../policies/value";
import { container, pod, type Pod } from "../../../policies/corpus/pods";
import { volumeSources } from "../../../policies/corpus/pod-volumes";
import { needsUserNamespace, windows } from "./matrix";
import { annotations, callers, containerContext, hosts, sharedContext, sysctls, type Values } from "./values";

type Some<T> = fc.Arbitrary<T>;

/** One of the values: a bad one as often as once in so many times. */
const one = <T extends Value>({ good, bad }: Values<T>, times: number): Some<T> =>
  fc.oneof(
    { weight: times - 1, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );

const oneOfEach = (fields: Readonly<Record<string, Values>>, times: number): Some<Properties> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, one(values, times)])));

/** A security context of a container that the API takes: privileges do not go with none to gain. */
export const someContext = (times: number): Some<Properties> =>
  oneOfEach({ ...containerContext, ...sharedContext }, times).map((context) =>
    context.privileged === true ? { ...context, allowPrivilegeEscalation: undefined } : context,
  );

const someContainer = (times: number): Some<Properties> =>
  fc
    .record({
      securityContext: someContext(times),
      port: one({ good: [undefined, 0], bad: [1] }, times),
      caller: fc.constantFrom(...callers),
      host: one(hosts, times),
    })
    .map(({ securityContext, port, caller, host }) => ({ securityContext, port, ...caller(host) }));

/** Names and ports that no two containers of a pod share. */
const numbered =
  (prefix: string, first: number) =>
  ({ port, ...fields }: Properties, index: number): Properties => {
    const containerPort = first + index;
    const hostPort = port === 1 ? containerPort : port;
    return container({ ...fields, name: `${prefix}-${index}`, ports: [{ containerPort, hostPort }] });
  };

const off: Values = { good: [undefined, false], bad: [true] };

/** What a pod says for all of its containers; more often than a bad one there is none. */
const someShared = (times: number): Some<Properties> =>
  fc.record({
    ...Object.fromEntries(
      Object.entries(sharedContext).map(([field, values]) => [field, one(values, times)]),
    ),
    runAsNonRoot: one({ good: [true, true, true, true, undefined], bad: [false] }, times),
    seccompProfile: one(
      {
        good: [...sharedContext.seccompProfile!.good.slice(1), ...sharedContext.seccompProfile!.good],
        bad: [{ type: "Unconfined" }],
      },
      times,
    ),
  });

const someVolumes = (times: number): Some<Value> =>
  fc
    .uniqueArray(
      one(
        { good: Object.keys(volumeSources.taken), bad: [...Object.keys(volumeSources.refused), "hostPath"] },
        times,
      ),
      {
        maxLength: 4,
      },
    )
    .map((chosen) => {
      const sources = {
        ...volumeSources.taken,
        ...volumeSources.refused,
        hostPath: { path: "/" },
      } as Properties;
      return chosen.map((source) => ({ name: source.toLowerCase(), [source]: sources[source] }));
    });

const someSysctls = (times: number): Some<Value> =>
  fc
    .uniqueArray(one(sysctls, times), { maxLength: 3 })
    .map((names) => names.map((name) => ({ name, value: "1" })));

/**
 * Pods of Linux that the API takes.
 *
 * @param times one value of so many is a bad one
 */
const somePod = (times: number): Some<Pod> =>
  fc
    .record({
      namespaces: oneOfEach({ hostNetwork: off, hostPID: off, hostIPC: off }, times),
      hostUsers: fc.constantFrom(undefined, undefined, true, false),
      os: fc.constantFrom(undefined, { name: "linux" }),
      securityContext: someShared(times),
      sysctls: someSysctls(times),
      volumes: someVolumes(times),
      containers: fc.array(someContainer(times), { minLength: 1, maxLength: 2 }),
      initContainers: fc.array(someContainer(times), { maxLength: 2 }),
      profile: fc.option(one(annotations, times), { nil: undefined }),
    })
    .map(({ namespaces, sysctls, profile, ...spec }) => {
      const all = [...spec.containers, ...spec.initContainers].map(
        ({ securityContext }) => securityContext as Properties,
      );
      const hostUsers = all.some(needsUserNamespace) ? false : spec.hostUsers;
      const ofNode = Object.values(namespaces).includes(true);
      // The API takes no namespace of the node with a user namespace, and none with what it is to set in its own.
      const shares = hostUsers === false ? {} : namespaces;
      const securityContext: Properties = { ...spec.securityContext, sysctls: ofNode ? undefined : sysctls };
      const made: Properties = {
        ...spec,
        ...shares,
        hostUsers,
        securityContext,
        containers: spec.containers.map(numbered("main", 8000)),
        initContainers: spec.initContainers
          .map(numbered("first", 9000))
          .map((one) => ({ ...one, restartPolicy: "Always" })),
      };
      return profile === undefined ? pod(made) : annotated(pod(made), profile);
    });

/** The annotation for the first container, in place of all fields: the API wants both to say the same. */
function annotated({ spec, ...rest }: Pod, profile: string): Pod {
  const without = (one: Value) => {
    const { securityContext, ...fields } = one as { readonly [field: string]: Value };
    return { ...fields, securityContext: { ...(securityContext as Properties), appArmorProfile: undefined } };
  };
  const lists = ["containers", "initContainers"].map((list) => [
    list,
    (spec[list] as readonly Value[]).map(without),
  ]);
  return {
    ...rest,
    metadata: {
      name: "tried",
      annotations: { "container.apparmor.security.beta.kubernetes.io/main-0": profile },
    },
    spec: { ...(without(spec) as Properties), ...(Object.fromEntries(lists) as Properties) },
  };
}

const someWindows = (times: number): Some<Pod> => {
  const nonRoot: Values = { good: [true, true, undefined], bad: [false] };
  const context = fc.record({
    runAsNonRoot: one(nonRoot, times),
    windowsOptions: fc.constantFrom(undefined, { hostProcess: false }),
  });
  return fc
    .record({ outer: context, inner: context, volumes: someVolumes(times) })
    .map(({ outer, inner, volumes }) => windows(outer, inner, { volumes }));
};

/** Pods at random, always the same ones: some with hardly anything bad, some with a lot. */
export const randomPods: readonly Pod[] = [
  ...fc.sample(somePod(60), { seed: 35, numRuns: 700 }),
  ...fc.sample(somePod(8), { seed: 36, numRuns: 400 }),
  ...fc.sample(someWindows(5), { seed: 37, numRuns: 100 }),
];

/** Security contexts at random, likewise. */
export const randomContexts: readonly Properties[] = fc.sample(someContext(10), { seed: 38, numRuns: 300 });
