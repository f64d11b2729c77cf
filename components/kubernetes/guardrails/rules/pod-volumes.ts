import { items, literal } from "../cel";
import { called, podSecurityStandards, pods } from "../pods";
import { findingsIn, type Rule } from "../rule";

const sources = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** What is no source of a volume at all, or is for `pod-host-access` to refuse. */
const elsewhere = ["name", "hostPath"];

/** Volumes that the cluster provides. */
export const podVolumes: Rule = {
  subject: pods,
  findings: [
    findingsIn(
      items("variables.pod", "volumes"),
      `i == null || i.exists(field, !(field in ${literal([...elsewhere, ...sources])}) && i[field] != null)`,
      called("volumes"),
      {
        problem: "is of another source than those that are allowed",
        fix: `use one of ${sources.join(", ")}; other storage by a persistentVolumeClaim`,
      },
    ),
  ],
  link: podSecurityStandards,
};
