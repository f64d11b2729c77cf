import type { DeclaredInputs, Failure, OutputProperty } from "./property";
import type { Values } from "./value";

/** What a running operation has at hand. */
export interface Operation<Client> {
  /** What the provider's `connect` made of its configuration. */
  readonly client: Client;
  /** Aborted when the engine cancels or the time for the operation is over. */
  readonly signal: AbortSignal;
  readonly urn: string;
}

/** A resource as it is, or as the state has it. */
export interface Known {
  /** Declared inputs; when handed to an operation, with defaults filled in. */
  readonly inputs: Values;
  /** What the type computes; inputs are not among them. */
  readonly outputs: Values;
}

/** A resource that was looked up. */
export interface Found extends Known {
  /** Id to keep from now on. @default – the one it was looked up by */
  readonly id?: string;
}

/**
 * One type of resource. The base checks inputs against the declaration, fills in defaults, echoes the inputs
 * into the state, keeps secrets marked and answers previews; the functions here see plain, known values.
 *
 * A function fails by throwing an Error whose message a user can act on, or a {@link PartialFailure}.
 */
export interface ResourceType<Client = undefined> extends DeclaredInputs {
  readonly description: string;
  readonly outputs: Readonly<Record<string, OutputProperty>>;
  /** Version of the official provider's state, where it keeps one beside the properties. */
  readonly stateVersion?: number;
  /** Whether a replacement cannot exist beside what it replaces. @default false */
  readonly deleteBeforeReplace?: boolean;
  /**
   * What several inputs together do wrong. Called when each alone is right; defaults are filled in, those not
   * yet known are left out.
   *
   * @param unknown names of the inputs that are not known yet
   */
  check?(inputs: Values, unknown: ReadonlySet<string>): readonly Failure[];
  /**
   * Whether it has to be made anew although no input changed, because its time is over.
   *
   * @param inputs those of the program, defaults filled in, maybe not yet known
   * @returns the output that says so
   */
  expired?(known: Known, inputs: Values): string | undefined;
  /**
   * Why a change that only a replacement could make is refused: what it holds would be lost.
   *
   * @param inputs those of the program, defaults filled in, maybe not yet known
   * @returns a reason for each, with what to do instead
   */
  refuse?(known: Known, inputs: Values): readonly string[];
  /** Makes it. */
  create(
    inputs: Values,
    operation: Operation<Client>,
  ): Promise<{ readonly id: string; readonly outputs: Values }>;
  /**
   * Looks at it. Without this, a refresh finds nothing new and an import is an error.
   *
   * @param known what the state has of it; undefined for an import
   * @returns undefined when it is gone
   */
  read?(id: string, known: Known | undefined, operation: Operation<Client>): Promise<Found | undefined>;
  /** Changes it in place. Without this, every change replaces. @returns all outputs */
  update?(id: string, known: Known, inputs: Values, operation: Operation<Client>): Promise<Values>;
  /** Ends it; succeeds when it is gone already. @default – it has nothing to end */
  delete?(id: string, known: Known, operation: Operation<Client>): Promise<void>;
}

/** A resource that was made or changed, but is not right: the engine keeps it in the state and shows the reasons. */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";

  constructor(
    readonly id: string,
    readonly outputs: Values,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
  }
}
