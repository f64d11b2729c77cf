/** A resource as the state has it; fields that are not named here are carried along. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  /** False for a component, which is a name for others. */
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  /** URN and id of its provider. */
  readonly provider?: string;
  /** Replaced by another of the same URN, and still to be deleted. */
  readonly delete?: boolean;
  /** Deleted, and still to be replaced by another of the same URN. */
  readonly pendingReplacement?: boolean;
  /** The engine looks at it at the beginning of its next run, and forgets it when it is not there. */
  readonly refreshBeforeUpdate?: boolean;
}

/** What a run had begun and not noted the end of. */
export interface PendingOperation {
  readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
  readonly resource: ResourceState;
}

export interface Deployment {
  readonly resources?: readonly ResourceState[];
  readonly pending_operations?: readonly PendingOperation[];
}

/**
 * The state with nothing pending: whatever the operations may have done is marked to be looked at. Not by a refresh of
 * its own, so that being killed once more on the way costs nothing.
 *
 * @param idOf the id of a resource that was perhaps made; undefined when it cannot be anywhere but in the state
 */
export function settled(
  { resources = [], pending_operations = [], ...rest }: Deployment,
  idOf: (resource: ResourceState) => string | undefined,
): Deployment {
  return {
    ...rest,
    resources: pending_operations.reduce<readonly ResourceState[]>((state, { type, resource }) => {
      switch (type) {
        case "creating":
          return adopting(state, resource, idOf(resource));
        case "updating":
        case "deleting":
          return state.map((one) => (isCurrent(one, resource) ? lookedAt(one) : one));
        // The program asks for these again.
        case "reading":
        case "importing":
          return state;
      }
    }, resources),
  };
}

function adopting(
  state: readonly ResourceState[],
  made: ResourceState,
  id: string | undefined,
): readonly ResourceState[] {
  if (id === undefined) return state;
  const adopted = lookedAt({ ...made, id, outputs: {} });
  const old = state.find((one) => isCurrent(one, made));
  if (!old) return [...state, adopted];
  if (old.id === id && !old.pendingReplacement)
    return state.map((one) => (one === old ? lookedAt(one) : one));
  // In its predecessor's place, before everything that depends on it.
  const successor = state.map((one) => (one === old ? adopted : one));
  return old.pendingReplacement ? successor : [...successor, { ...old, delete: true }];
}

const isCurrent = (one: ResourceState, other: ResourceState): boolean => one.urn === other.urn && !one.delete;

/** The engine looks at nothing that is no provider's, and so would never take the mark away. */
function lookedAt(resource: ResourceState): ResourceState {
  const looks = resource.custom && !resource.type.startsWith("pulumi:");
  return looks ? { ...resource, refreshBeforeUpdate: true } : resource;
}
