import { openingProblem } from "../../cli/engine";
import { withoutSalt } from "../../cli/stack-file";

describe("the salt of the passphrase in a stack's file", () => {
  const plain = "config:\n  cake:environment: dev\n";

  it("is taken out, wherever it stands", () => {
    expect(withoutSalt(`encryptionsalt: v1:abc=:v1:def:ghi==\n${plain}`)).toBe(plain);
    expect(withoutSalt(`${plain}encryptionsalt: v1:abc=:v1:def:ghi==`)).toBe(plain);
  });

  it("stays where a secret needs it", () => {
    const secret = `${plain}  cake:token:\n    secure: v1:xyz\nencryptionsalt: v1:abc=\n`;
    expect(withoutSalt(secret)).toBe(secret);
  });

  it("is not in any file of the repository: it would lock everyone else out", async () => {
    const { readdir, readFile } = await import("node:fs/promises");
    const files = (await readdir(".")).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
    expect(files).toEqual(expect.arrayContaining(["Pulumi.dev.yaml", "Pulumi.prod.yaml"]));
    for (const file of files) expect(await readFile(file, "utf8")).not.toContain("encryptionsalt");
  });
});

test("a stack of another passphrase is explained", () => {
  const message = "error: could not create secrets manager for new stack: incorrect passphrase";
  expect(openingProblem("dev", message)).toBe(
    "Stack dev was made with another passphrase: Pulumi.dev.yaml holds secrets of it. " +
      "Set PULUMI_CONFIG_PASSPHRASE_FILE to the file with that passphrase, or take the secrets and `encryptionsalt` out.",
  );
});
