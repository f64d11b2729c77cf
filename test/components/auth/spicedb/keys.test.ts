import fc from "fast-check";
import { keysAfter } from "../../../../components/auth/spicedb/keys";

test.each([
  [0, 0, [0, 1, -1]],
  [1, 1, [0, 1, 2]],
  [2, 2, [3, 1, 2]],
  [3, 0, [3, 4, 2]],
])(
  "after %d rotations, the key in place %d is current, of generations %j",
  (rotation, current, generations) => {
    expect(keysAfter(rotation)).toEqual({ current, generations });
  },
);

/** The numbers of all keys that are accepted, and of the one that is shown. */
const keysOf = (rotation: number) => {
  const { current, generations } = keysAfter(rotation);
  return { shown: generations[current], accepted: [...generations].sort((a, b) => a - b) };
};

test("what is shown on one side of a rotation is accepted on the other, and two rotations end a key", () => {
  fc.assert(
    fc.property(fc.nat(100_000), (rotation) => {
      const [before, after, later] = [rotation, rotation + 1, rotation + 2].map(keysOf) as [
        ReturnType<typeof keysOf>,
        ReturnType<typeof keysOf>,
        ReturnType<typeof keysOf>,
      ];
      expect(after.shown).not.toBe(before.shown);
      expect(before.accepted).toContain(after.shown);
      expect(after.accepted).toContain(before.shown);
      expect(later.accepted).not.toContain(before.shown);
    }),
  );
});
