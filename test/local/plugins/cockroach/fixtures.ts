import * as path from "node:path";
import { parameterization } from "../../../../local/plugins/cockroach/parameter";
import { CloudServer } from "../../../support/cloud/server";
import { ProviderClient, startPlugin, type PluginProcess } from "../../../support/plugin";

export const main = path.join(__dirname, "../../../../local/plugins/cockroach/main.ts");
export const { parameter } = parameterization;

/** A cluster that is there in every test. */
export const clusterId = "11111111-2222-4333-8444-555555555555";

/** A folder, a user. */
export const otherId = "99999999-8888-4777-8666-555555555555";

const token = (name: string): string => `cockroach:index/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;

export const types = {
  cluster: token("Cluster"),
  database: token("Database"),
  sqlUser: token("SqlUser"),
  allowList: token("AllowList"),
  folder: token("Folder"),
  userRoleGrant: token("UserRoleGrant"),
};

/** Environment of a plugin that is to reach a server. */
export const environment = (address: string, key = "secret-key"): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  COCKROACH_SERVER: address,
  COCKROACH_API_KEY: key,
});

/** The plugin and the service that it talks to. */
export class Bench {
  readonly server = new CloudServer();
  address = "";
  provider!: ProviderClient;
  private plugin!: PluginProcess;

  async start(): Promise<void> {
    this.address = await this.server.start();
    this.plugin = await startPlugin(main, [], environment(this.address));
    this.provider = new ProviderClient(this.plugin.port);
    await this.provider.parameterize({ value: parameter });
    await this.provider.configure();
  }

  async stop(): Promise<void> {
    this.provider.close();
    await this.plugin.stop();
    await this.server.stop();
  }
}
