/* eslint-disable jest/no-export -- the tests of every plugin come from here */
import * as grpc from "@grpc/grpc-js";
import {
  decode,
  encode,
  hasUnknown,
  unknown,
  type Received,
  type Values,
} from "../../local/plugins/base/value";
import { ProviderClient, startPlugin, type PluginProcess } from "./plugin";

/** One resource type of a provider, as the conformance suite exercises it. Values are plain. */
export interface Exercise {
  /** Main file of the plugin, TypeScript. */
  readonly main: string;
  /** Prepares what is outside. @returns environment of the plugin */
  readonly environment?: () => Promise<NodeJS.ProcessEnv>;
  /** What the plugin is to serve, where it serves many packages. */
  readonly parameter?: string;
  readonly config?: Values;
  readonly type: string;
  readonly inputs: Values;
  /** Inputs that lead to a change in place; absent when the type has none. */
  readonly update?: Values;
  /** Inputs that lead to a replacement; absent when nothing does. */
  readonly replace?: Values;
  /** Inputs that a live one is refused, and a part of the reason. */
  readonly refused?: readonly { readonly inputs: Values; readonly reason: string }[];
  /** An input of `inputs` that other resources may decide. */
  readonly dependent: string;
  /** Outputs that are secret whatever the program says. */
  readonly secretOutputs: readonly string[];
  /** Names of what create computes. */
  readonly outputs: readonly string[];
  /** Inputs that are refused, and the property that is to blame. */
  readonly invalid: readonly { readonly inputs: Values; readonly property: string }[];
  /** What exists outside of the state; absent for types that have nothing there. */
  readonly world?: {
    /** Whether the resource exists. */
    exists(id: string): Promise<boolean>;
    /** Changes the resource behind the provider's back. @returns the input that it changed; absent where that is its end */
    readonly drift?: (id: string) => Promise<string>;
    /** Deletes the resource behind the provider's back. */
    lose(id: string): Promise<void>;
    /** Makes everything as it was at first. */
    reset?(): void;
  };
}

/** The promises that every provider here keeps, as tests over gRPC against its process. */
export function itConforms(exercise: Exercise): void {
  const { type, inputs, world } = exercise;
  let plugin: PluginProcess;
  let provider: ProviderClient;

  beforeAll(async () => {
    plugin = await startPlugin(exercise.main, [], await exercise.environment?.());
    provider = new ProviderClient(plugin.port);
    if (exercise.parameter !== undefined) await provider.parameterize({ value: exercise.parameter });
    await provider.configure(exercise.config);
  });

  beforeEach(() => world?.reset?.());

  afterAll(async () => {
    provider.close();
    await plugin.stop();
  });

  const create = async (news: Values = inputs) => {
    const { id, state } = await provider.create({ type }, encode(news));
    return { id, inputs: news, state };
  };

  it("accepts right inputs as they are", async () => {
    const { inputs: accepted, failures } = await provider.check({ type }, encode(inputs));
    expect(failures).toEqual([]);
    expect(accepted.values).toEqual(inputs);
  });

  it.each(exercise.invalid.map(titled))(
    "refuses $title because of $property",
    async ({ inputs: wrong, property }) => {
      const { failures } = await provider.check({ type }, encode(wrong));
      expect(failures.map((failure) => failure.property)).toEqual([property]);
    },
  );

  it("refuses an input that it does not know, and names those it knows", async () => {
    const { failures } = await provider.check({ type }, encode({ ...inputs, madeUp: 1 }));
    expect(failures).toEqual([
      { property: "madeUp", reason: expect.stringContaining(exercise.dependent) as string },
    ]);
  });

  it("creates, with an id, its inputs and all outputs in the state", async () => {
    const { id, state } = await create();
    expect(id).not.toBe("");
    expect(state.values).toMatchObject(inputs);
    expect(Object.keys(state.values)).toEqual(expect.arrayContaining([...exercise.outputs]));
    expect(hasUnknown(state.values)).toBe(false);
    expect(await world?.exists(id)).toBe(world && true);
  });

  it("has no changes when nothing changed", async () => {
    const old = await create();
    expect(await provider.diff({ type, id: old.id }, old, inputs)).toEqual({
      any: false,
      changed: [],
      replacing: [],
      detailed: {},
    });
  });

  it("finds nothing new in a refresh after create", async () => {
    const old = await create();
    const found = await provider.read({ type, id: old.id }, old.state, inputs);
    expect(found).toEqual({ id: old.id, state: old.state, inputs });
  });

  it("deletes, and deletes again what is gone", async () => {
    const { id, state } = await create();
    await provider.delete({ type, id }, state);
    expect(await world?.exists(id)).toBe(world && false);
    await expect(provider.delete({ type, id }, state)).resolves.toBeUndefined();
  });

  it("previews a create with unknown inputs: nothing is made, what is computed is unknown", async () => {
    const news = { ...inputs, [exercise.dependent]: unknown };
    expect((await provider.check({ type }, encode(news))).failures).toEqual([]);
    const { id, state } = await provider.create({ type }, encode(news), true);
    expect(id).toBe("");
    expect(state.values).toMatchObject(news);
    expect(Object.fromEntries(exercise.outputs.map((name) => [name, state.values[name]]))).toEqual(
      Object.fromEntries(exercise.outputs.map((name) => [name, unknown])),
    );
  });

  it("counts an input that is not known yet as changed", async () => {
    const old = await create();
    const { changed } = await provider.diff({ type, id: old.id }, old, {
      ...inputs,
      [exercise.dependent]: unknown,
    });
    expect(changed).toEqual([exercise.dependent]);
  });

  it("keeps secret what came as secret, and what always is", async () => {
    const secrets = new Set([exercise.dependent]);
    const always = new Set(exercise.secretOutputs);
    const { inputs: accepted } = await provider.check({ type }, encode(inputs, secrets));
    const declared = exercise.secretOutputs.filter((name) => name in inputs);
    expect(accepted).toEqual({ values: inputs, secrets: new Set([...secrets, ...declared]) });
    const { id, state } = await provider.create({ type }, encode(inputs, secrets));
    expect(state.secrets).toEqual(new Set([...secrets, ...always]));
    const found = await provider.read({ type, id }, state, inputs);
    expect(found.state.secrets).toEqual(state.secrets);
    await provider.delete({ type, id }, state);
    expect((await provider.create({ type }, encode(inputs), true)).state.secrets).toEqual(always);
    expect((await provider.create({ type }, encode(inputs))).state.secrets).toEqual(always);
  });

  if (exercise.replace) {
    itReplaces({ ...exercise, replace: exercise.replace }, () => provider, create);
  }
  if (exercise.refused) {
    itRefuses({ ...exercise, refused: exercise.refused }, () => provider, create);
  }
  if (exercise.update) {
    itUpdates({ ...exercise, update: exercise.update }, () => provider, create);
  }
  if (world) {
    itSeesTheWorld({ ...exercise, world }, () => provider, create);
  }

  // Last: a provider that was cancelled stays so.
  it("starts nothing after a cancel", async () => {
    await provider.cancel();
    await expect(provider.create({ type }, encode(inputs))).rejects.toMatchObject({
      code: grpc.status.CANCELLED,
    });
  });
}

/** The inputs in a line; keys and certificates would fill a page each. */
function titled(invalid: Exercise["invalid"][number]) {
  const short = (_key: string, value: unknown) =>
    typeof value === "string" && value.length > 40 ? `${value.slice(0, 40)}…` : value;
  return { ...invalid, title: JSON.stringify(invalid.inputs, short) };
}

interface Created {
  readonly id: string;
  readonly inputs: Values;
  readonly state: Received;
}

function itReplaces(
  { type, replace }: Exercise & { readonly replace: Values },
  provider: () => ProviderClient,
  create: () => Promise<Created>,
): void {
  it("replaces where it must", async () => {
    const old = await create();
    const { any, changed, replacing } = await provider().diff({ type, id: old.id }, old, replace);
    expect(any).toBe(true);
    expect(replacing).not.toEqual([]);
    expect(changed).toEqual(expect.arrayContaining(replacing));
  });
}

function itRefuses(
  { type, refused }: Exercise & { readonly refused: NonNullable<Exercise["refused"]> },
  provider: () => ProviderClient,
  create: () => Promise<Created>,
): void {
  it.each(refused.map((one) => ({ ...one, title: JSON.stringify(one.inputs) })))(
    "refuses to turn into $title",
    async ({ inputs: wrong, reason }) => {
      const old = await create();
      await expect(provider().diff({ type, id: old.id }, old, wrong)).rejects.toThrow(reason);
    },
  );
}

function itUpdates(
  { type, update }: Exercise & { readonly update: Values },
  provider: () => ProviderClient,
  create: () => Promise<Created>,
): void {
  it("changes in place what can change in place", async () => {
    const old = await create();
    const target = { type, id: old.id };
    const { any, replacing } = await provider().diff(target, old, update);
    expect({ any, replacing }).toEqual({ any: true, replacing: [] });
    const previewed = await provider().update(target, old, encode(update), true);
    expect(await provider().read(target, old.state, old.inputs)).toMatchObject({ state: old.state });
    const state = await provider().update(target, old, encode(update));
    expect(state.values).toMatchObject(update);
    expect(Object.keys(previewed.values).sort()).toEqual(Object.keys(state.values).sort());
    expect(await provider().read(target, state, update)).toEqual({ id: old.id, state, inputs: update });
  });
}

function itSeesTheWorld(
  { type, inputs, world }: Exercise & { readonly world: NonNullable<Exercise["world"]> },
  provider: () => ProviderClient,
  create: () => Promise<Created>,
): void {
  const { drift } = world;
  if (drift) {
    it("sees in a refresh what changed behind its back, and repairs it", async () => {
      const old = await create();
      const target = { type, id: old.id };
      const drifted = await drift(old.id);
      const found = await provider().read(target, old.state, inputs);
      expect((await provider().diff(target, found, inputs)).changed).toEqual([drifted]);
      await provider().update(target, found, encode(inputs));
      expect(await provider().read(target, old.state, inputs)).toEqual({
        id: old.id,
        state: old.state,
        inputs,
      });
    });
  }

  it("sees in a refresh that it is gone", async () => {
    const old = await create();
    await world.lose(old.id);
    expect(await provider().read({ type, id: old.id }, old.state, inputs)).toEqual({
      id: "",
      state: decode(undefined),
      inputs: {},
    });
  });
}
