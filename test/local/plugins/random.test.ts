import { compare } from "bcryptjs";
import * as fc from "fast-check";
import * as path from "node:path";
import { encode, type Values } from "../../../local/plugins/base/value";
import { checkCharacters, randomText } from "../../../local/plugins/random/characters";
import { randomId } from "../../../local/plugins/random/id";
import { random } from "../../../local/plugins/random/provider";
import { itConforms, type Exercise } from "../../support/conformance";
import { ProviderClient, startPlugin, type PluginProcess } from "../../support/plugin";

const main = path.join(__dirname, "../../../local/plugins/random/main.ts");
const token = (name: string) => `random:index/r${name.slice(1)}:${name}`;
const [id, password, pet, string, uuid] = [
  "RandomId",
  "RandomPassword",
  "RandomPet",
  "RandomString",
  "RandomUuid",
].map(token) as [string, string, string, string, string];

const text: Omit<Exercise, "type" | "secretOutputs" | "outputs"> = {
  main,
  inputs: { length: 12, keepers: { a: "1" } },
  replace: { length: 12, keepers: { a: "2" } },
  dependent: "keepers",
  invalid: [
    { inputs: {}, property: "length" },
    { inputs: { length: 0 }, property: "length" },
    { inputs: { length: 3, minUpper: 2, minLower: 2 }, property: "length" },
    { inputs: { length: 3, minSpecial: -1 }, property: "minSpecial" },
    { inputs: { length: 3, lower: "no" }, property: "lower" },
    { inputs: { length: 3, upper: false, lower: false, numeric: false, special: false }, property: "upper" },
  ],
};

const exercises: Exercise[] = [
  {
    ...text,
    type: id,
    inputs: { byteLength: 8, keepers: { a: "1" } },
    replace: { byteLength: 8, prefix: "p-", keepers: { a: "1" } },
    secretOutputs: [],
    outputs: ["b64Std", "b64Url", "dec", "hex"],
    invalid: [
      { inputs: { byteLength: 0 }, property: "byteLength" },
      { inputs: { byteLength: 8, keepers: "a" }, property: "keepers" },
    ],
  },
  { ...text, type: password, secretOutputs: ["result", "bcryptHash"], outputs: ["result", "bcryptHash"] },
  { ...text, type: string, secretOutputs: [], outputs: ["result"] },
  {
    ...text,
    type: pet,
    inputs: { keepers: { a: "1" } },
    replace: { length: 3, keepers: { a: "1" } },
    secretOutputs: [],
    outputs: [],
    invalid: [{ inputs: { length: 0 }, property: "length" }],
  },
  {
    ...text,
    type: uuid,
    inputs: { keepers: { a: "1" } },
    replace: { keepers: { a: "2" } },
    secretOutputs: [],
    outputs: ["result"],
    invalid: [{ inputs: { keepers: ["a"] }, property: "keepers" }],
  },
];

describe.each(exercises)("$type", (exercise) => {
  itConforms(exercise);
});

describe("the random provider", () => {
  let plugin: PluginProcess;
  let provider: ProviderClient;

  beforeAll(async () => {
    plugin = await startPlugin(main);
    provider = new ProviderClient(plugin.port);
    await provider.configure();
  });

  afterAll(async () => {
    provider.close();
    await plugin.stop();
  });

  const create = async (type: string, inputs: Values) => {
    const { id: created, state } = await provider.create({ type }, encode(inputs));
    return { id: created, state: state.values };
  };

  it("has the version that the SDK asks for", async () => {
    expect(await provider.version()).toBe("4.21.2");
  });

  it("says which types it covers", async () => {
    const shuffle = token("RandomShuffle");
    await expect(provider.check({ type: shuffle }, encode({}))).rejects.toThrow(
      `no type ${shuffle}. It has: ${Object.keys(random.resources).join(", ")}.`,
    );
  });

  it("writes the same bytes in every notation of an id", async () => {
    const { id: bare, state } = await create(id, { byteLength: 9, prefix: "p-" });
    const bytes = Buffer.from(bare, "base64url");
    expect(bytes).toHaveLength(9);
    expect(state).toEqual({
      byteLength: 9,
      prefix: "p-",
      b64Url: `p-${bare}`,
      b64Std: `p-${bytes.toString("base64")}`,
      hex: `p-${bytes.toString("hex")}`,
      dec: `p-${BigInt(`0x${bytes.toString("hex")}`)}`,
    });
  });

  it("hashes a password, also one of more than 72 bytes, and keeps it out of the id", async () => {
    const { id: created, state } = await create(password, { length: 80 });
    expect(created).toBe("none");
    expect(await compare(state.result as string, state.bcryptHash as string)).toBe(true);
  });

  it("writes the state of a text as the official provider does", async () => {
    const { state } = await create(string, { length: 4, number: false });
    expect(state).toEqual({
      length: 4,
      lower: true,
      upper: true,
      special: true,
      number: false,
      numeric: false,
      minLower: 0,
      minUpper: 0,
      minNumeric: 0,
      minSpecial: 0,
      result: expect.stringMatching(/^\D{4}$/) as string,
      __meta: '{"schema_version":"2"}',
    });
  });

  it("keeps a password that the official provider made", async () => {
    const inputs = { __defaults: [], length: 4, numeric: false };
    const made = { ...(await create(password, { length: 4, numeric: false })).state, result: "abcd" };
    const state = { values: made, secrets: new Set(["result", "bcryptHash"]) };
    const target = { type: password, id: "none" };
    expect((await provider.diff(target, { inputs, state }, { length: 4, number: false })).any).toBe(false);
    expect((await provider.read(target, state, { length: 4, numeric: false })).state).toEqual(state);
  });

  it("names a pet with as many words as asked for", async () => {
    expect((await create(pet, {})).id).toMatch(/^[a-z]+-[a-z]+$/);
    expect((await create(pet, { length: 4, prefix: "The", separator: "_" })).id).toMatch(/^The(_[a-z]+){4}$/);
    expect((await create(pet, { length: 1 })).id).toMatch(/^[a-z]+$/);
  });

  it("makes a UUID that is its id", async () => {
    const { id: created, state } = await create(uuid, {});
    expect(created).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(state).toEqual({ result: created });
  });

  it.each([
    [
      id,
      "p,q-,AQID",
      { id: "AQID", inputs: { byteLength: 3, prefix: "p,q-" } },
      { hex: "p,q-010203", dec: "p,q-66051" },
    ],
    [id, "AQID", { id: "AQID", inputs: { byteLength: 3 } }, { b64Url: "AQID", b64Std: "AQID" }],
    [password, "s3cret", { id: "none", inputs: { length: 6 } }, { result: "s3cret", special: true }],
    [string, "s3cret", { id: "s3cret", inputs: { length: 6 } }, { result: "s3cret" }],
    [
      uuid,
      "AABBCCDD-eeff-0011-2233-445566778899",
      { id: "aabbccdd-eeff-0011-2233-445566778899", inputs: {} },
      { result: "aabbccdd-eeff-0011-2233-445566778899" },
    ],
  ])("imports %s %s", async (type, imported, found, state) => {
    const read = await provider.read({ type, id: imported });
    expect(read).toMatchObject(found);
    expect(read.inputs).toEqual(found.inputs);
    expect(read.state.values).toMatchObject(state);
  });

  it("keeps an imported password secret", async () => {
    const { state } = await provider.read({ type: password, id: "s3cret" });
    expect(state.secrets).toEqual(new Set(["result", "bcryptHash"]));
  });

  it.each([
    [id, "%%", "not base64"],
    [uuid, "abc", "not a UUID"],
    [pet, "abc", "cannot be imported"],
  ])("refuses to import %s %s", async (type, imported, reason) => {
    await expect(provider.read({ type, id: imported })).rejects.toThrow(reason);
  });
});

const count = (characters: string, pattern: RegExp) => characters.match(pattern)?.length ?? 0;

describe("a random text", () => {
  const minimum = fc.nat(5);
  const inputs = fc.record({
    length: fc.integer({ min: 20, max: 60 }),
    upper: fc.boolean(),
    lower: fc.boolean(),
    numeric: fc.boolean(),
    special: fc.constant(true),
    minUpper: minimum,
    minLower: minimum,
    minNumeric: minimum,
    minSpecial: minimum,
    overrideSpecial: fc.constantFrom("_", "é🙂"),
  });

  it("has its length, its minimums and no other characters", () => {
    fc.assert(
      fc.property(inputs, (wanted) => {
        const made = randomText(wanted);
        const counts = {
          upper: count(made, /[A-Z]/g),
          lower: count(made, /[a-z]/g),
          numeric: count(made, /[0-9]/g),
          special: count(made, /[_é🙂]/gu),
        };
        expect([...made]).toHaveLength(wanted.length);
        expect(counts.upper + counts.lower + counts.numeric + counts.special).toBe(wanted.length);
        expect(counts.upper).toBeGreaterThanOrEqual(wanted.minUpper);
        expect(counts.lower).toBeGreaterThanOrEqual(wanted.minLower);
        expect(counts.numeric).toBeGreaterThanOrEqual(wanted.minNumeric);
        expect(counts.special).toBeGreaterThanOrEqual(wanted.minSpecial);
        expect(wanted.upper ? 0 : counts.upper).toBeLessThanOrEqual(wanted.minUpper);
      }),
    );
  });

  it("puts required characters anywhere", () => {
    const wanted = { length: 8, lower: true, upper: false, numeric: false, special: false, minNumeric: 1 };
    const places = new Set(Array.from({ length: 400 }, () => randomText(wanted).search(/[0-9]/)));
    expect([...places].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("uses every character about as often as any other", () => {
    const drawn = randomText({ length: 100_000, upper: false, special: false, lower: false });
    const shares = [...new Set(drawn)].map((digit) => count(drawn, new RegExp(digit, "g")) / drawn.length);
    expect(shares).toHaveLength(10);
    // Nine standard deviations: once in 10^18 runs.
    expect(Math.max(...shares.map((share) => Math.abs(share - 0.1)))).toBeLessThan(0.0086);
  });

  it("is not checked against what is not known yet", () => {
    expect(checkCharacters({ minUpper: 9 })).toEqual([]);
  });
});

describe("a random id", () => {
  it("differs each time", async () => {
    const operation = { client: undefined, signal: new AbortController().signal, urn: "" };
    const made = await Promise.all(
      Array.from({ length: 50 }, () => randomId.create({ byteLength: 16 }, operation)),
    );
    expect(new Set(made.map((each) => each.id)).size).toBe(50);
  });
});
