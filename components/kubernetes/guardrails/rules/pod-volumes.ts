import { otherVolumeFields as elsewhere, volumeSources as sources } from "../../pod-security-standard";
import { items, literal } from "../cel";
import { called, podSecurityStandards, pods } from "../pods";
import { findingsIn, type Rule } from "../rule";

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
