import * as fs from "node:fs/promises";
import * as path from "node:path";
import { engine, type Engine } from "../../support/engine";
import type { TestPlatform } from "../../support/platform";

const library = (module: string) => JSON.stringify(path.resolve(__dirname, "../../..", module));

/**
 * The platform's own server, as another stack sees it that only its cluster reaches.
 *
 * @param asAdministrator runs SQL on the server
 */
export function adoption(
  platform: () => TestPlatform,
  asAdministrator: (sql: string) => Promise<string>,
): void {
  let pulumi: Engine;

  beforeAll(async () => {
    pulumi = await engine();
    const authority = "jsonpath={.data['ca\\.crt']}";
    const ca = await platform().succeed("-n", "database", "get", "secret", "postgres-tls", "-o", authority);
    await fs.writeFile(path.join(pulumi.directory, "ca.crt"), Buffer.from(ca, "base64"));
    await asAdministrator("CREATE ROLE maker LOGIN CREATEDB PASSWORD 's3cret'");
    await asAdministrator("GRANT CONNECT ON DATABASE postgres TO maker");
  });

  afterAll(async () => {
    await pulumi.run("destroy", "--yes", "--skip-preview");
    await pulumi.remove();
  });

  const adopt = async (host: string) => {
    const { kubeconfig, postgresImage } = platform().state;
    await pulumi.write(`
import * as fs from "node:fs";
import { ExistingDatabase } from ${library("components/cockroach/existing")};
import { declaredServer } from ${library("components/cockroach/existing/preflight")};
import { kubernetesProvider } from ${library("components/kubernetes/provider")};
import * as pulumi from "@pulumi/pulumi";
export = async () => {
  const kubeconfig = pulumi.secret(fs.readFileSync("${kubeconfig}", "utf8"));
  const provider = kubernetesProvider("cluster", { kubeconfig } as never);
  const url = "postgresql://maker:s3cret@${host}:5432/postgres?sslrootcert=ca.crt";
  const server = await declaredServer(url, { engine: "postgres", connections: 20 });
  const checkFrom = { namespace: "database", image: "${postgresImage}" };
  return { host: new ExistingDatabase("adopted", { url, server, checkFrom }, { provider }).host };
};
`);
    return pulumi.run("up", "--yes", "--skip-preview");
  };

  const host = "postgres.database.svc.cluster.local";

  test("whose user lacks rights stops the update with what to do", async () => {
    const { code, text } = await adopt(host);
    expect({ code, text }).toEqual({
      code: expect.any(Number) as number,
      text: expect.stringContaining(
        "  - maker lacks CREATEROLE. As an administrator, run: ALTER ROLE maker CREATEROLE;",
      ) as string,
    });
    expect(code).not.toBe(0);
    expect(text).not.toContain("s3cret");
  });

  test("is taken once that is mended, and a second update has nothing to do", async () => {
    await asAdministrator("ALTER ROLE maker CREATEROLE");
    const { code, text } = await adopt(host);
    expect({ code, text }).toEqual({ code: 0, text });
    expect(JSON.parse((await pulumi.succeed("stack", "output", "--json")).stdout)).toEqual({ host });
    expect(await pulumi.succeed("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  test("under a name that its certificate does not have is refused", async () => {
    const { code, text } = await adopt("postgres-pods.database.svc");
    expect(code).not.toBe(0);
    expect(text).toMatch(/server certificate for .* does not match host name "postgres-pods\.database\.svc"/);
  });
}
