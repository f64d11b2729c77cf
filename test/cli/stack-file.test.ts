import { asSpelt, withoutSalt } from "../../cli/stack-file";

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

describe("a stack's file that the engine wrote anew", () => {
  const written = `# a comment\nconfig:\n  cake:simulate: true\n  cake:cluster: { kind: local }\n`;
  const anew = `config:\n  cake:simulate: "true"\n  cake:cluster:\n    kind: local\n`;

  it("is spelt as before where it says the same", async () => {
    expect(await asSpelt(written, anew)).toBe(written);
  });

  it.each([
    ["a value", anew.replace("local", "kubeconfig")],
    ["a key", `${anew}  cake:environment: dev\n`],
    ["a salt that a secret needs", `${anew}encryptionsalt: v1:abc=\n`],
  ])("keeps %s that is new", async (_, after) => {
    expect(await asSpelt(written, after)).toBe(after);
  });
});
