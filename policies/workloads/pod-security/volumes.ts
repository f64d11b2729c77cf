import {
  otherVolumeFields as elsewhere,
  volumeSources as sources,
} from "../../../components/kubernetes/pod-security-standard";
import { makesPods } from "../../kubernetes";
import { resourcePolicy } from "../../policy";
import { entries, isObject, shown, UNKNOWN } from "../../value";
import { link, only, volumesOf } from "./standard";

const fix = `use one of ${sources.join(", ")}; other storage by a persistentVolumeClaim`;

/** Volumes that the cluster provides. */
export const podVolumes = resourcePolicy({
  name: "pod-volumes",
  description: `Volumes of pods are of these sources: ${sources.join(", ")}.`,
  why: "The node mounts what a pod names directly, with its own rights, and past those who watch over storage.",
  link,
  concerns: makesPods,
  *check(resource) {
    for (const volume of volumesOf(resource)) {
      if (volume.value !== UNKNOWN && !isObject(volume.value))
        yield { at: volume.at, problem: `is ${shown(volume.value)}`, fix };
      for (const [source] of entries(volume.value))
        if (![...sources, ...elsewhere].includes(source)) yield* only(volume, source, [undefined], fix);
    }
  },
});
