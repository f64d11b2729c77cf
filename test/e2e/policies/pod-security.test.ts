import type { Manifest } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";
import { ApiServer } from "../../support/api-server";
import { startPlatform, type TestPlatform } from "../../support/platform";
import { podHostAccess } from "../../policies/corpus/pod-host-access";
import { podIsolation } from "../../policies/corpus/pod-isolation";
import { podPrivilege } from "../../policies/corpus/pod-privilege";
import { podVolumes } from "../../policies/corpus/pod-volumes";
import { confined, container, makersOf, pod, shared, type Pod } from "../../policies/corpus/pods";
import { enforced, found, warned } from "./pod-security/admission";
import { contexts, matrix, needsUserNamespace, windows } from "./pod-security/matrix";
import { randomContexts, randomPods } from "./pod-security/random";

/*
 * The rules on pods beside the admission of a real API server, for a namespace that enforces the level "restricted": for
 * each pod both name the same rules, and so both refuse it or neither does.
 */

/** Making the tools of the platform, where none are there, takes about 20 minutes. */
jest.setTimeout(45 * 60_000);

const namespace = "restricted";
const dryRun = "dryRun=All";

let platform: TestPlatform;
let api: ApiServer;

const seccompProfile = { type: "RuntimeDefault" };
/** Pods that are there, so that containers can be added to them: some of them only from before the level was enforced. */
const bases: readonly Properties[] = [
  {},
  { hostUsers: false },
  { securityContext: shared({ runAsUser: 1000 }) },
  ...[{ runAsNonRoot: true }, { seccompProfile }, {}].map((securityContext) => ({
    securityContext,
    containers: [container({ securityContext: confined({ runAsNonRoot: true, seccompProfile }) })],
  })),
  { hostUsers: false, securityContext: { seccompProfile } },
  { securityContext: shared({ runAsNonRoot: false }) },
];

const baseName = (index: number) => `base-${index}`;
/** Nothing schedules it. */
const waiting = { schedulingGates: [{ name: "example.com/never" }] };

beforeAll(async () => {
  platform = await startPlatform(process.env.CAKE_INSTANCE ?? "pod-security", {});
  await platform.create(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } },
    ...bases.map((spec, index) => {
      const { metadata, ...made } = pod({ ...spec, ...waiting });
      return { ...made, metadata: { ...metadata, name: baseName(index), namespace } };
    }),
  );
  const levels = ["enforce", "warn"].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
  await platform.succeed("label", "namespace", namespace, ...levels);
  api = new ApiServer(platform.state.kubeconfig);
});

afterAll(async () => {
  await api?.close();
  await platform?.wipe();
});

const pathOf = ({ apiVersion, kind }: Manifest) =>
  `/${apiVersion === "v1" ? "api" : "apis"}/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s?${dryRun}`;

/** Knative, which makes pods of its own objects, is not installed. */
const isBuiltIn = ({ apiVersion }: Manifest) => !apiVersion.startsWith("serving.knative.dev/");

interface Verdict {
  readonly manifest: Manifest;
  readonly admission: readonly string[];
}

/** What the server says of each: of pods it is sure, of what makes them it warns. */
const admitted = (all: readonly Manifest[]): Promise<Verdict[]> =>
  api.each(all, async (manifest) => {
    const answer = await api.post(pathOf(manifest), manifest);
    return { manifest, admission: manifest.kind === "Pod" ? enforced(answer) : warned(answer) };
  });

/** Both say the same of all; and of both kinds there are enough for that to mean something. */
function expectAgreement(
  verdicts: readonly Verdict[],
  least: { readonly refused: number; readonly taken: number },
) {
  const differences = verdicts
    .map(({ manifest, admission }) => ({ manifest, admission, rules: found(manifest) }))
    .filter(({ admission, rules }) => admission.join() !== rules.join());
  expect(differences).toEqual([]);
  const refused = verdicts.filter(({ admission }) => admission.length > 0).length;
  console.log(`${verdicts.length} tried: ${refused} refused, ${verdicts.length - refused} taken, by both`);
  expect(refused).toBeGreaterThanOrEqual(least.refused);
  expect(verdicts.length - refused).toBeGreaterThanOrEqual(least.taken);
}

test("each value of each field that the standard names, in each list of containers", async () => {
  expectAgreement(await admitted(matrix), { refused: 500, taken: 300 });
});

test("pods at random", async () => {
  expect(randomPods.length).toBeGreaterThanOrEqual(1000);
  expectAgreement(await admitted(randomPods), { refused: 300, taken: 300 });
});

/** The API takes them for a pod that is there only. */
const withEphemeral = async (
  index: number,
  base: Pod,
  securityContext: Properties | undefined,
): Promise<Verdict> => {
  const ephemeralContainers = [container({ name: "debug", securityContext })];
  const path = `/api/v1/namespaces/${namespace}/pods/${baseName(index)}/ephemeralcontainers?${dryRun}`;
  return {
    manifest: { ...base, spec: { ...base.spec, ephemeralContainers } },
    admission: enforced(await api.patch(path, { spec: { ephemeralContainers } })),
  };
};

test("each value of each field, and values at random, in ephemeral containers", async () => {
  const tried = bases.flatMap((spec, index) =>
    [{}, undefined, ...contexts.map(confined), ...randomContexts]
      .filter((context) => context === undefined || !needsUserNamespace(context) || spec.hostUsers === false)
      .map((context) => ({ index, base: pod(spec), context })),
  );
  const verdicts = await api.each(tried, ({ index, base, context }) => withEphemeral(index, base, context));
  expectAgreement(verdicts, { refused: 500, taken: 200 });
});

test("what makes pods", async () => {
  const pods = [
    pod(),
    pod({ hostNetwork: true }),
    pod({ volumes: [{ name: "data", nfs: { server: "nas", path: "/" } }] }),
    pod({ volumes: [{ name: "data", hostPath: { path: "/" } }] }),
    pod({ securityContext: undefined }),
    pod({ containers: [container({ securityContext: undefined })] }),
    pod({}, { annotations: { "container.apparmor.security.beta.kubernetes.io/api": "unconfined" } }),
    windows({ runAsNonRoot: true }, undefined),
  ];
  const makers = pods.flatMap(makersOf).map(({ manifest }) => manifest);
  expectAgreement(await admitted(makers.filter(isBuiltIn)), { refused: 40, taken: 16 });
});

test("the examples that the rules are tried with", async () => {
  const examples = [...podHostAccess, ...podPrivilege, ...podIsolation, ...podVolumes];
  const manifests = examples.map(({ manifest }) => manifest).filter(isBuiltIn);
  expectAgreement(await admitted(manifests), { refused: 100, taken: 80 });
});
