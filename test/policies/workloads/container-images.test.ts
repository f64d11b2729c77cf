import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";
import { containerImages as policy } from "../../../policies/workloads/container-images";
import { containerImages as corpus } from "../corpus/container-images";
import { refusedOf, takenOf } from "../corpus/split";
import { before, container, pod, within } from "../corpus/workloads";

const of = (image: Value) => object(pod({ containers: [container({ image })] }));
const from = (...registries: string[]) => ({ options: { registries } });
const at = "spec.containers[api].image";
const form =
  "Fix: Write it as registry/repository:version or registry/repository@sha256:digest, in lower case.";

it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) =>
  expectViolation(policy, object(manifest), ...breaks),
);

it.each(takenOf(corpus))("takes $says", ({ manifest }) => expectCompliance(policy, object(manifest)));

it("says what is wrong, why, and what to do", () =>
  expectViolation(
    policy,
    of("nginx"),
    /^spec\.containers\[api\]\.image is "nginx", without a tag\.\n {2}Fix: Name a version, such as :1\.2\.3, or better the digest, @sha256:…\.\n {2}Why: What latest means changes without a deployment: pods of one Deployment then run different programs, and there is no way back\. A registry that nobody has chosen may serve anything\. https:\/\/kubernetes\.io\/docs\/concepts\/containers\/images\/#image-names$/,
  ));

it("says how to pin what has a tag", () =>
  expectViolation(
    policy,
    of("nginx:stable"),
    `${at} is "nginx:stable", and the tag stable is no version.\n  Fix: Name a version, such as :1.2.3, or better the digest, @sha256:….\n`,
  ));

it("says where images may come from", () =>
  expectViolation(
    policy,
    of("registry.example.com/app:1.2"),
    `${at} is "registry.example.com/app:1.2", from registry.example.com/app.\n  Fix: Use an image from docker.io, quay.io, gcr.io, *.gcr.io, ghcr.io, registry.k8s.io, public.ecr.aws, *.pkg.dev, dev.local, or add its registry to the option registries of this policy.\n`,
  ));

it.each<[Value, string]>([
  ["", '""'],
  [" nginx:1.2", '" nginx:1.2"'],
  ["nginx:1.2\n", '"nginx:1.2\\n"'],
  [7, "7"],
  [true, "true"],
  [["nginx:1.2"], '["nginx:1.2"]'],
])("takes no image that is %p", (image, found) =>
  expectViolation(policy, of(image), `${at} is ${found}, which is no name of an image.\n  ${form}\n`),
);

it("takes no container without an image", () =>
  expectViolation(policy, of(undefined), `${at} is missing.\n  ${form}\n`));

it("judges what is put into a pod that runs", () => {
  expectViolation(
    policy,
    object(pod({ ephemeralContainers: [within({ image: "busybox" })] })),
    'spec.ephemeralContainers[debug].image is "busybox", without a tag.',
  );
  expectCompliance(policy, object(pod({ ephemeralContainers: [within()] })));
});

it("takes what is no container for one without an image", () =>
  expectViolation(policy, object(pod({ containers: "nginx:1.2" })), "spec.containers[0].image is missing."));

it("judges volumes that are the files of an image", () =>
  expectViolation(
    policy,
    object(pod({ volumes: [{ name: "data", image: {} }, UNKNOWN, { name: "more", image: UNKNOWN }] })),
    "spec.volumes[data].image.reference is missing.",
  ));

it("waits for what is not known yet", () => {
  expectCompliance(policy, of(UNKNOWN));
  expectCompliance(policy, object(pod({ containers: [UNKNOWN], initContainers: UNKNOWN })));
  expectCompliance(policy, object({ apiVersion: "v1", kind: "Pod", spec: UNKNOWN }));
});

it("finds what is wrong beside what is not known yet", () =>
  expectViolation(
    policy,
    object(
      pod({ initContainers: [before({ image: "busybox" })], containers: [container({ image: UNKNOWN })] }),
    ),
    'spec.initContainers[prepare].image is "busybox", without a tag.',
  ));

describe("with registries of one's own", () => {
  it.each([
    ["registry.example.com", "registry.example.com/app:1.2"],
    ["registry.example.com:5000", "registry.example.com:5000/app:1.2"],
    ["localhost", "localhost/app:1.2"],
    ["ghcr.io/team", "ghcr.io/team/app:1.2"],
    ["ghcr.io/team/app", "ghcr.io/team/app:1.2"],
    ["ghcr.io/*/app", "ghcr.io/team/app:1.2"],
    ["docker.io/library", "nginx:1.2"],
    ["*.dkr.ecr.*.amazonaws.com", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1.2"],
    ["registry-1.example.com", "registry-1.example.com/app:1.2"],
  ])("takes from %s what is there: %s", (registry, image) =>
    expectCompliance(policy, of(image), from("other.example.com", registry)),
  );

  it.each([
    ["registry.example.com", "registry.example.com:5000/app:1.2"],
    ["registry.example.com:5000", "registry.example.com/app:1.2"],
    ["registry.example.com", "registryxexample.com/app:1.2"],
    ["registry.example", "registry.example.com/app:1.2"],
    ["example.com", "registry.example.com/app:1.2"],
    ["ghcr.io/team", "ghcr.io/teams/app:1.2"],
    ["ghcr.io/team", "ghcr.io/other/team/app:1.2"],
    ["ghcr.io/*/app", "ghcr.io/team/other/app:1.2"],
    ["docker.io/library", "team/nginx:1.2"],
  ])("takes from %s nothing else: %s", (registry, image) =>
    expectViolation(policy, of(image), `${at} is "${image}", from `, from(registry)),
  );

  it("wants a version from all of them", () =>
    expectViolation(policy, of("localhost/app:edge"), "and the tag edge is no version", from("*")));

  it("takes what is in the registry of the stack's cluster", () => {
    const stack = (registry: string | number) => ({
      config: { "cake:cluster": { kind: "existing", registry } },
    });
    const image = "registry.example.com/team/app:1.2";
    expectCompliance(policy, of(image), stack("registry.example.com/team"));
    expectCompliance(policy, of("nginx:1.2"), stack("registry.example.com/team"));
    expectViolation(policy, of(image), `${at} is "${image}", from `, stack("registry.example.com/other"));
    expectViolation(policy, of(image), `${at} is "${image}", from `, stack(7));
  });

  it("takes nothing from nowhere", () =>
    expectViolation(policy, of("nginx:1.2"), 'is "nginx:1.2", from docker.io/library/nginx.', from()));

  it("says what they are", () =>
    expect(policy.options.registries).toMatchObject({
      description:
        "Registries that images may come from, or parts of them, such as ghcr.io/team; `*` stands for anything but a slash.",
      type: "array",
      items: { type: "string", minLength: 1 },
    }));
});

it("leaves out what a patch leaves out, and judges what it says", () => {
  const patch = (image: Value) =>
    resource("kubernetes:core/v1:PodPatch", { spec: { containers: [{ name: "api", image }] } });
  expectCompliance(policy, patch(undefined));
  expectViolation(policy, patch("nginx"), `${at} is "nginx", without a tag.`);
});

it("says nothing of what makes no pods", () =>
  expectCompliance(
    policy,
    resource("kubernetes:core/v1:Service", { spec: { containers: [{ image: "nginx" }] } }),
  ));
