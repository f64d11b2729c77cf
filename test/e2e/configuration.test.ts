import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parse } from "yaml";
import { configInFiles } from "../../stacks/config/files";
import { engine, type Engine } from "../support/engine";

/** Building the engine, where nothing is cached, takes minutes. */
jest.setTimeout(20 * 60_000);

const program = `
import * as pulumi from "@pulumi/pulumi";
const { allConfig, isConfigSecret } = pulumi.runtime as any;
const keys = Object.keys(allConfig());
export const secrets = keys.filter((key) => isConfigSecret(key)).sort();
export const values = Object.fromEntries(keys.filter((key) => !isConfigSecret(key)).map((key) => [key, allConfig()[key]]));
`;

const projectWide = `
config:
  cake:environment: preview
  cake:domain: { value: a.example.com }
  cake:labels: [a, b]
`;

const stack = `
config:
  cake:environment: dev
  cake:number: 3
  cake:fraction: 1.5
  cake:boolean: true
  cake:word: yes
  cake:nothing:
  cake:quoted: "3"
  cake:list: [1, a, null]
  cake:cluster: { kind: local, port: 80, deep: { er: [2, true] } }
  cake:config:old: x
  domain: x
  kubernetes:namespace: y
`;

describe("what is read from a stack's files", () => {
  let pulumi: Engine;
  const inProject = (file: string) => path.join(pulumi.directory, file);
  const read = async (file: string) => parse(await fs.readFile(inProject(file), "utf8")) as unknown;

  beforeAll(async () => {
    pulumi = await engine();
    await pulumi.write(program);
    const project = JSON.parse(await fs.readFile(inProject("Pulumi.yaml"), "utf8")) as object;
    await fs.writeFile(
      inProject("Pulumi.yaml"),
      JSON.stringify({ ...project, ...(parse(projectWide) as object) }),
    );
    const salt = await fs.readFile(inProject("Pulumi.dev.yaml"), "utf8");
    await fs.writeFile(inProject("Pulumi.dev.yaml"), salt + stack);
    await pulumi.succeed("config", "set", "--secret", "cake:token", "t0ken");
    await pulumi.succeed("config", "set", "--secret", "--path", "cake:inner.token", "t0ken");
  });
  afterAll(() => pulumi.remove());

  test("is what the engine hands to the program", async () => {
    await pulumi.succeed("up", "--yes", "--skip-preview");
    const { stdout } = await pulumi.succeed("stack", "output", "--json");
    const { values, secrets } = JSON.parse(stdout) as { values: Record<string, string>; secrets: string[] };
    const ours = configInFiles(await read("Pulumi.yaml"), await read("Pulumi.dev.yaml"));
    const keys = Object.keys(ours.values);
    expect(keys.filter((key) => ours.isSecret(key)).sort()).toEqual(secrets);
    const plain = Object.entries(ours.values).filter(([key]) => !ours.isSecret(key));
    const comparable = (all: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(all).map(([key, value]) => [
          key,
          /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
        ]),
      );
    expect(comparable(Object.fromEntries(plain))).toEqual(comparable(values));
    expect(secrets).toEqual(["cake:inner", "cake:token"]);
  });
});
