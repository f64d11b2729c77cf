import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { isDeepStrictEqual } from "node:util";
import { leftAlone } from "./computed";
import { effectiveInputs, type DeclaredInputs } from "./property";
import { hasUnknown, type Values } from "./value";

/** How one property of a resource changed. */
export interface Change {
  readonly property: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
  /** Whether it is no input, but an output that is out of date. @default false */
  readonly isOutput?: boolean;
}

/**
 * The inputs that changed. One that is not known yet counts as changed: the preview says what may happen.
 *
 * @param updatable whether the type can change in place at all
 */
export function changes(olds: Values, news: Values, type: DeclaredInputs, updatable: boolean): Change[] {
  const before = effectiveInputs(olds, type);
  const after = effectiveInputs(news, type);
  return Object.entries(type.inputs).flatMap(([property, declared]) => {
    const now = after[property];
    const old = leftAlone(before[property], now, declared);
    if (declared.writeOnly || (isDeepStrictEqual(old, now) && !hasUnknown(now))) {
      return [];
    }
    const kind = old === undefined ? "add" : now === undefined ? "delete" : "update";
    return [{ property, kind, replaces: !updatable || declared.change === "replace" } as const];
  });
}

const { Kind } = PropertyDiff;
const kinds = {
  add: { inPlace: Kind.ADD, replacing: Kind.ADD_REPLACE },
  delete: { inPlace: Kind.DELETE, replacing: Kind.DELETE_REPLACE },
  update: { inPlace: Kind.UPDATE, replacing: Kind.UPDATE_REPLACE },
};

/** @param deleteFirst whether a replacement cannot exist beside what it replaces */
export function diffResponse(changed: readonly Change[], deleteFirst = false): DiffResponse {
  const response = new DiffResponse();
  response.setChanges(
    changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE,
  );
  response.setDiffsList(changed.map(({ property }) => property));
  response.setReplacesList(changed.filter(({ replaces }) => replaces).map(({ property }) => property));
  response.setDeletebeforereplace(deleteFirst);
  response.setHasdetaileddiff(true);
  for (const { property, kind, replaces, isOutput } of changed) {
    const detail = new PropertyDiff();
    detail.setKind(replaces ? kinds[kind].replacing : kinds[kind].inPlace);
    detail.setInputdiff(!isOutput);
    response.getDetaileddiffMap().set(property, detail);
  }
  return response;
}
