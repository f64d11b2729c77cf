import * as pulumi from "@pulumi/pulumi";

/** What a program asked the engine for, with the options that mocks do not tell. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** Name of the parent; undefined at the top. */
  readonly parent: string | undefined;
  /** URN of the parent; empty at the top. */
  readonly parentUrn: string;
  /** Names of what it comes after, in order of the alphabet. */
  readonly dependsOn: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Properties whose change makes it anew. */
  readonly replaceOnChanges: readonly string[];
  /** Names of the hooks that decide on a retry. */
  readonly onError: readonly string[];
  /** How long a deletion may take; empty when it is left to the provider. */
  readonly deleteTimeout: string;
  /** Outputs that are kept encrypted whatever the provider says. */
  readonly secretOutputs: readonly string[];
  /** Whether a replacement begins with the end of what it takes the place of. */
  readonly deleteBeforeReplace: boolean;
  /** Whether a deletion is refused. */
  readonly protect: boolean;
  /** Name of what takes it along when it is deleted. */
  readonly deletedWith: string | undefined;
  /** Names of the outputs that are secret whatever the provider says. */
  readonly additionalSecretOutputs: readonly string[];
  /** What the engine knows the package by, where its plugin serves many; empty else. */
  readonly packageReference: string;
}

type Properties = Parameters<typeof pulumi.runtime.deserializeProperties>[0];

interface Request {
  getType(): string;
  getName(): string;
  getObject(): Properties;
  getParent(): string;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getCustomtimeouts(): { getDelete(): string } | undefined;
  getDeletebeforereplace(): boolean;
  getProtect(): boolean;
  getDeletedwith(): string;
  getAdditionalsecretoutputsList(): string[];
  getPackageref(): string;
  getHooks(): { getOnErrorList(): string[] } | undefined;
}

interface Monitor {
  registerResource(request: Request, callback: unknown): Promise<void>;
  registerErrorHook(request: unknown, callback: (error: null, answer: object) => void): void;
}

/** Registrations since the last `clear`, in the order in which they were made. */
export class Registrations {
  private all: Registration[] = [];

  clear(): void {
    this.all = [];
  }

  add(request: Request): void {
    this.all.push({
      type: request.getType(),
      name: request.getName(),
      inputs: pulumi.runtime.deserializeProperties(request.getObject()),
      parent: request.getParent() ? nameIn(request.getParent()) : undefined,
      parentUrn: request.getParent(),
      dependsOn: request.getDependenciesList().map(nameIn).sort(),
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      secretOutputs: request.getAdditionalsecretoutputsList(),
      onError: request.getHooks()?.getOnErrorList() ?? [],
      deleteTimeout: request.getCustomtimeouts()?.getDelete() ?? "",
      deleteBeforeReplace: request.getDeletebeforereplace(),
      protect: request.getProtect(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      packageReference: request.getPackageref(),
      deletedWith: request.getDeletedwith() ? nameIn(request.getDeletedwith()) : undefined,
    });
  }

  /** `type name` of each, in order of the alphabet. */
  names(): string[] {
    return this.all.map(({ type, name }) => `${type} ${name}`).sort();
  }

  /** All of them. */
  list(): readonly Registration[] {
    return this.all;
  }

  /** @throws Error when there is not exactly one */
  get(name: string, type?: string): Registration {
    const found = this.all.filter((one) => one.name === name && (type === undefined || one.type === type));
    if (found.length !== 1)
      throw new Error(`${found.length} registrations of ${name}: ${this.names().join(", ")}`);
    return found[0]!;
  }
}

/**
 * Sets mocks that answer with the inputs, and records what is registered. To be called in `beforeAll`.
 * @param outputs what a resource of that type and name has beyond its inputs
 * @param answers what a function answers
 */
export async function recordRegistrations(
  outputs: (type: string, name: string) => object = () => ({}),
  answers: (token: string, args: object) => object = () => ({}),
): Promise<Registrations> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => ({
        id: `${name}-id`,
        state: { ...(inputs as object), ...outputs(type, name) },
      }),
      call: ({ token, inputs }) => answers(token, inputs as object),
    },
    "cakestack",
    "test",
  );
  const registrations = new Registrations();
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const answer = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    registrations.add(request);
    return answer(request, callback);
  };
  // The mocks of this SDK say that they know error hooks, and do not.
  monitor.registerErrorHook = (_request, callback) => callback(null, {});
  return registrations;
}

/** Waits until everything that a program has begun to register is registered. */
export const registered = (): Promise<void> => waitForRPCs();

/** The SDK has this function and leaves it out of its type declarations. */
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs: () => Promise<void> };

/** Ends what hooks left open. To be called in `afterAll`. */
export async function stopRecording(): Promise<void> {
  await pulumi.runtime.disconnect();
}

function nameIn(urn: string): string {
  return urn.split("::").at(-1)!;
}
