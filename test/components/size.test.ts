import fc from "fast-check";
import type { Size } from "../../components/contracts";
import { toMebibytes, toQuantity } from "../../components/size";

test.each<[Size, number, string]>([
  ["1 MB", 1, "1Mi"],
  ["256 MB", 256, "256Mi"],
  ["1024 MB", 1024, "1Gi"],
  ["1.5 GB", 1536, "1536Mi"],
  ["2 GB", 2048, "2Gi"],
])("%s is %d MiB, %s for Kubernetes", (size, mebibytes, quantity) => {
  expect([toMebibytes(size), toQuantity(size)]).toEqual([mebibytes, quantity]);
});

test.each(["", "256", "256MB", "0 MB", "0.5 MB", "-1 GB", "1e3 MB", "256 Mi", "256 mb"])(
  'the error of "%s" quotes it and says what is allowed',
  (text) => {
    expect(() => toQuantity(text as Size)).toThrow(
      `"${text}" is no amount of memory. Allowed: a number, a space and MB or GB`,
    );
  },
);

test("a quantity stands for the same memory, whatever its unit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (amount) => {
      const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(toQuantity(`${amount} MB`))!;
      expect(Number(number) * (unit === "Gi" ? 1024 : 1)).toBe(amount);
      expect(toMebibytes(`${amount} GB`)).toBe(amount * 1024);
    }),
  );
});
