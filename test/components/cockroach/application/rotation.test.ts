import fc from "fast-check";
import { activeUser, generationsOf } from "../../../../components/cockroach/application/rotation";

test.each([
  [0, 0, [0, 0]],
  [1, 1, [0, 1]],
  [2, 0, [1, 1]],
  [3, 1, [1, 2]],
  [4, 0, [2, 2]],
])("after %d rotations, user %d logs in, with passwords of generations %j", (rotation, user, users) => {
  expect(activeUser(rotation)).toBe(user);
  expect(generationsOf(rotation)).toEqual({ owner: rotation, users });
});

test("each rotation hands over to the other user with a new password, and keeps that of pods that run", () => {
  fc.assert(
    fc.property(fc.nat(100_000), (rotation) => {
      const [before, after] = [rotation, rotation + 1].map((one) => generationsOf(one).users) as [
        readonly [number, number],
        readonly [number, number],
      ];
      const [old, next] = [activeUser(rotation), activeUser(rotation + 1)];
      expect(next).not.toBe(old);
      expect(after[old]).toBe(before[old]);
      expect(after[next]).toBe(before[next] + 1);
    }),
  );
});
