import { encryptedDisks as policy } from "../../../policies/clouds/encrypted-disks";
import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const clear = "so that what is written is on the disk in the clear";

/** Types with one switch, and what it is called. */
const switches = [
  ["aws:ebs/volume:Volume", "encrypted"],
  ["aws:ebs/snapshotCopy:SnapshotCopy", "encrypted"],
  ["aws:ec2/amiCopy:AmiCopy", "encrypted"],
  ["aws:efs/fileSystem:FileSystem", "encrypted"],
  ["aws:docdb/cluster:Cluster", "storageEncrypted"],
  ["aws:docdb/globalCluster:GlobalCluster", "storageEncrypted"],
  ["aws:neptune/cluster:Cluster", "storageEncrypted"],
  ["aws:neptune/globalCluster:GlobalCluster", "storageEncrypted"],
  ["aws:rds/cluster:Cluster", "storageEncrypted"],
  ["aws:rds/globalCluster:GlobalCluster", "storageEncrypted"],
  ["aws:rds/instance:Instance", "storageEncrypted"],
] as const;

test.each(switches)("%s is refused unless its %s is true", (type, name) => {
  expectViolation(policy, resource(type, {}), `${name} is missing, ${clear}.\n  Fix: Set ${name} to true.`);
  expectViolation(policy, resource(type, { [name]: false }), `${name} is false, ${clear}`);
  expectViolation(policy, resource(type, { [name]: "yes" }), `${name} is "yes", ${clear}`);
  for (const value of [true, UNKNOWN] as const) expectCompliance(policy, resource(type, { [name]: value }));
});

test("a message says why", () => {
  expectViolation(
    policy,
    resource("aws:ebs/volume:Volume", { encrypted: false }),
    `encrypted is false, ${clear}.
  Fix: Set encrypted to true.
  Why: A snapshot that is shared by mistake, or a disk that is thrown away, shows nobody anything without the key. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html`,
  );
});

test("a replica of a database is encrypted as that is", () => {
  const replica = { replicateSourceDb: "shop" };
  expectCompliance(policy, resource("aws:rds/instance:Instance", replica));
  expectViolation(
    policy,
    resource("aws:rds/cluster:Cluster", replica),
    `storageEncrypted is missing, ${clear}`,
  );
});

test("the default of a region may not be the clear", () => {
  const byDefault = (enabled: Value) =>
    resource("aws:ebs/encryptionByDefault:EncryptionByDefault", { enabled });
  expectViolation(policy, byDefault(false), `enabled is false, ${clear}.\n  Fix: Set enabled to true.`);
  expectViolation(policy, byDefault("true"), 'enabled is "true", so');
  for (const enabled of [true, undefined, UNKNOWN] as const) expectCompliance(policy, byDefault(enabled));
});

const machines = [
  "aws:ec2/instance:Instance",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
];
const encrypted = { encrypted: true };

describe.each(machines)("%s", (type) => {
  test.each<[string, Properties, string]>([
    [
      "the disk of its image",
      {},
      `rootBlockDevice.encrypted is missing, ${clear}.\n  Fix: Set rootBlockDevice.encrypted to true.`,
    ],
    [
      "a first disk in the clear",
      { rootBlockDevice: { encrypted: false } },
      `rootBlockDevice.encrypted is false, ${clear}`,
    ],
    ["a first disk that is none", { rootBlockDevice: "encrypted" }, "rootBlockDevice.encrypted is missing"],
    [
      "another disk in the clear",
      { rootBlockDevice: encrypted, ebsBlockDevices: [encrypted, UNKNOWN, { noDevice: false }] },
      `ebsBlockDevices[2].encrypted is missing, ${clear}.\n  Fix: Set ebsBlockDevices[2].encrypted to true.`,
    ],
    [
      "a disk that is none",
      { rootBlockDevice: UNKNOWN, ebsBlockDevices: "disk" },
      "ebsBlockDevices[0].encrypted is missing",
    ],
  ])("with %s is refused", (_, properties, message) => {
    expectViolation(policy, resource(type, properties), message);
  });

  test.each<[string, Properties]>([
    ["an encrypted disk", { rootBlockDevice: encrypted }],
    ["more of them", { rootBlockDevice: encrypted, ebsBlockDevices: [encrypted, { encrypted: "true" }] }],
    ["one that is left out", { rootBlockDevice: encrypted, ebsBlockDevices: [{ noDevice: true }] }],
    ["what is not known", { rootBlockDevice: UNKNOWN, ebsBlockDevices: UNKNOWN }],
    ["what may be", { rootBlockDevice: { encrypted: UNKNOWN }, ebsBlockDevices: [{ encrypted: UNKNOWN }] }],
  ])("with %s may be", (_, properties) => {
    expectCompliance(policy, resource(type, properties));
  });
});

const template = (blockDeviceMappings: Value) =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings });

test.each<[string, Value, string]>([
  [
    "nothing",
    undefined,
    `blockDeviceMappings is missing, so that disks are as the image has them, in the clear for most.
  Fix: Set blockDeviceMappings to the disks of the image, each with ebs.encrypted true.`,
  ],
  ["no disk", [], "blockDeviceMappings is [], so that disks are as the image has them"],
  [
    "a disk in the clear",
    [{ ebs: { encrypted: "false" } }],
    `blockDeviceMappings[0].ebs.encrypted is "false", ${clear}`,
  ],
  [
    "a disk that does not say",
    [{ ebs: encrypted }, { deviceName: "/dev/sdb", ebs: {} }],
    `blockDeviceMappings[1].ebs.encrypted is missing, ${clear}.\n  Fix: Set blockDeviceMappings[1].ebs.encrypted to true.`,
  ],
  [
    "one in the clear beside one that is not known",
    [UNKNOWN, {}],
    "blockDeviceMappings[1].ebs.encrypted is missing",
  ],
  ["what is none", "disk", "blockDeviceMappings[0].ebs.encrypted is missing"],
])("a template with %s is refused", (_, mappings, message) => {
  expectViolation(policy, template(mappings), message);
});

test.each<[string, Value]>([
  ["an encrypted disk", [{ ebs: { encrypted: "true" } }]],
  ["a disk that goes with the machine", [{ ebs: encrypted }, { virtualName: "ephemeral0" }]],
  ["a disk that is left out", [{ ebs: encrypted }, { noDevice: "" }]],
  ["what is not known", UNKNOWN],
  ["a disk that is not known", [UNKNOWN, { ebs: UNKNOWN }]],
])("a template with %s may be", (_, mappings) => {
  expectCompliance(policy, template(mappings));
});

const fleet = (launchSpecifications: Value) =>
  resource("aws:ec2/spotFleetRequest:SpotFleetRequest", { launchSpecifications });

test("each kind of machine of a fleet is judged", () => {
  expectViolation(
    policy,
    fleet([
      { rootBlockDevices: [encrypted], ebsBlockDevices: [encrypted] },
      {},
      { rootBlockDevices: [{ encrypted: false }], ebsBlockDevices: [encrypted, {}] },
    ]),
    `launchSpecifications[1].rootBlockDevices[0].encrypted is missing, ${clear}`,
    `launchSpecifications[2].rootBlockDevices[0].encrypted is false, ${clear}`,
    `launchSpecifications[2].ebsBlockDevices[1].encrypted is missing, ${clear}`,
  );
});

test("a fleet that is not known, or has templates, may be", () => {
  const fleets: readonly Value[] = [undefined, UNKNOWN, [UNKNOWN], [{ rootBlockDevices: UNKNOWN }]];
  for (const known of fleets) expectCompliance(policy, fleet(known));
});

const storage = (provisioner: string, parameters?: Value) =>
  object({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "disks" },
    provisioner,
    parameters,
  });

test.each(["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"])(
  "disks that Kubernetes makes by %s are encrypted",
  (provisioner) => {
    expectViolation(
      policy,
      storage(provisioner),
      `parameters.encrypted is missing, ${clear}.\n  Fix: Set parameters.encrypted to true.`,
    );
    expectViolation(
      policy,
      storage(provisioner, { encrypted: "false" }),
      `parameters.encrypted is "false", ${clear}`,
    );
    for (const parameters of [{ encrypted: "true" }, UNKNOWN, { encrypted: UNKNOWN }] as const)
      expectCompliance(policy, storage(provisioner, parameters));
  },
);

test("disks of others, and what makes none, are not concerned", () => {
  expectCompliance(policy, storage("pd.csi.storage.gke.io"));
  expectCompliance(
    policy,
    object({ apiVersion: "v1", kind: "PersistentVolume", provisioner: "ebs.csi.aws.com" }),
  );
  expectCompliance(policy, resource("aws:sqs/queue:Queue", {}));
});
