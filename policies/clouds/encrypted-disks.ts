import { kind } from "../kubernetes";
import { resourcePolicy, type Finding } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../value";
import { alike, byType } from "./by-type";

/** Templates say it in words. */
const yes = [true, "true"];

function* unlessEncrypted(where: string, value: Value, allowed: readonly Value[] = yes): Iterable<Finding> {
  if (isOneOf(value, allowed)) return;
  yield {
    at: where,
    problem: `is ${shown(value)}, so that what is written is on the disk in the clear`,
    fix: `Set ${where} to true`,
  };
}

const flag = (name: string) => (properties: Properties) => unlessEncrypted(name, at(properties, name));

/** A replica is encrypted as what it is a replica of. */
const databaseInstance = (properties: Properties): Iterable<Finding> =>
  at(properties, "replicateSourceDb") === undefined ? flag("storageEncrypted")(properties) : [];

/** @param list where a list of disks is, by its name at the end */
function* devices(list: string, value: Value): Iterable<Finding> {
  for (const [index, device] of items(value).entries())
    if (!isOneOf(at(device, "noDevice"), yes))
      yield* unlessEncrypted(`${list}[${index}].encrypted`, at(device, "encrypted"));
}

/** The first disk is as the image has it where nothing is said. */
function* instance(properties: Properties): Iterable<Finding> {
  yield* unlessEncrypted("rootBlockDevice.encrypted", at(properties, "rootBlockDevice", "encrypted"));
  yield* devices("ebsBlockDevices", at(properties, "ebsBlockDevices"));
}

function* launchTemplate(properties: Properties): Iterable<Finding> {
  const mappings = at(properties, "blockDeviceMappings");
  if (mappings !== UNKNOWN && items(mappings).length === 0)
    yield {
      at: "blockDeviceMappings",
      problem: `is ${shown(mappings)}, so that disks are as the image has them, in the clear for most`,
      fix: "Set blockDeviceMappings to the disks of the image, each with ebs.encrypted true",
    };
  for (const [index, mapping] of items(mappings).entries()) {
    const isDisk = ["noDevice", "virtualName"].every((name) => at(mapping, name) === undefined);
    const where = `blockDeviceMappings[${index}].ebs.encrypted`;
    if (isDisk) yield* unlessEncrypted(where, at(mapping, "ebs", "encrypted"));
  }
}

function* spotFleet(properties: Properties): Iterable<Finding> {
  for (const [index, specification] of items(at(properties, "launchSpecifications")).entries()) {
    const where = `launchSpecifications[${index}]`;
    const roots = at(specification, "rootBlockDevices");
    if (roots === undefined) yield* unlessEncrypted(`${where}.rootBlockDevices[0].encrypted`, roots);
    yield* devices(`${where}.rootBlockDevices`, roots);
    yield* devices(`${where}.ebsBlockDevices`, at(specification, "ebsBlockDevices"));
  }
}

const onAws = byType({
  ...alike(
    flag("encrypted"),
    "aws:ebs/volume:Volume",
    "aws:ebs/snapshotCopy:SnapshotCopy",
    "aws:ec2/amiCopy:AmiCopy",
    "aws:efs/fileSystem:FileSystem",
  ),
  // For all disks of a region that do not say.
  "aws:ebs/encryptionByDefault:EncryptionByDefault": (properties) =>
    unlessEncrypted("enabled", at(properties, "enabled"), [undefined, true]),
  ...alike(
    flag("storageEncrypted"),
    "aws:docdb/cluster:Cluster",
    "aws:docdb/globalCluster:GlobalCluster",
    "aws:neptune/cluster:Cluster",
    "aws:neptune/globalCluster:GlobalCluster",
    "aws:rds/cluster:Cluster",
    "aws:rds/globalCluster:GlobalCluster",
  ),
  "aws:rds/instance:Instance": databaseInstance,
  ...alike(
    instance,
    "aws:ec2/instance:Instance",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:ec2/spotFleetRequest:SpotFleetRequest": spotFleet,
});

const isStorageClass = kind("storage.k8s.io", "StorageClass");

/** What makes disks of EBS: its own driver, that of EKS in its automatic mode, and the one that was in Kubernetes. */
const provisioners: readonly Value[] = [
  "ebs.csi.aws.com",
  "ebs.csi.eks.amazonaws.com",
  "kubernetes.io/aws-ebs",
];

const storageClass = (properties: Properties): Iterable<Finding> =>
  provisioners.includes(at(properties, "provisioner"))
    ? unlessEncrypted("parameters.encrypted", at(properties, "parameters", "encrypted"))
    : [];

/** Those of Google Cloud, and queues and topics on AWS, are encrypted whatever is said. */
export const encryptedDisks = resourcePolicy({
  name: "encrypted-disks",
  description:
    "Disks, file systems and databases on AWS are encrypted, those that Kubernetes makes there too.",
  why: "A snapshot that is shared by mistake, or a disk that is thrown away, shows nobody anything without the key.",
  link: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
  concerns: (type) => onAws.concerns(type) || isStorageClass(type),
  check: (resource) =>
    isStorageClass(resource.type) ? storageClass(resource.properties) : onAws.check(resource),
});
