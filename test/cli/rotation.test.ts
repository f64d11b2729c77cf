import * as fs from "node:fs/promises";
import { nextRotation } from "../../cli/rotation";
import { writeStackText } from "../../cli/stack-file";
import { configSchema } from "../../stacks/config/schema";

const read = (stack: string) => fs.readFile(`Pulumi.${stack}.yaml`, "utf8");

test("a stack whose preset chooses the database gets that one written down, and keeps what the presets give", async () => {
  const before = await read("dev");
  expect(await nextRotation("dev", "hello")).toEqual({
    number: 1,
    text: `${before}  cake:database:\n    kind: postgres\n    rotation:\n      hello: 1\n`,
  });
});

test("a stack with a database of its own gets the number, behind what is there", async () => {
  const before = await read("prod");
  expect(await nextRotation("prod", "hello")).toEqual({
    number: 1,
    text: `${before}    rotation:\n      hello: 1\n`,
  });
});

test("the rotation after that is the next number", async () => {
  const stack = `rotation-${process.pid}`;
  try {
    await writeStackText(stack, (await nextRotation("dev", "hello")).text);
    const { number, text } = await nextRotation(stack, "hello");
    expect({ number, text }).toEqual({
      number: 2,
      text: (await read(stack)).replace("hello: 1", "hello: 2"),
    });
  } finally {
    await fs.rm(`Pulumi.${stack}.yaml`, { force: true });
  }
});

test("every name that a database may have can be rotated, and no other", () => {
  const rotated = (name: string) =>
    configSchema.shape.database.safeParse({ kind: "postgres", rotation: { [name]: 1 } }).success;
  expect(["a", "order_history", "a".repeat(40)].filter((name) => !rotated(name))).toEqual([]);
  expect(["a".repeat(41), "Shop", "my-shop", "_a"].filter(rotated)).toEqual([]);
});
