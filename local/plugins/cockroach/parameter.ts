import type { Parameterization, Wanted } from "../base";

const provider = "cockroachdb/cockroach";
const address = `registry.opentofu.org/${provider}`;
const plugin = { name: "terraform-provider", version: "1.1.3" };

/** Version of the Terraform provider whose package is served. */
export const version = "1.22.0";

/** Both registries have the same provider. */
const names = [provider, address, `registry.terraform.io/${provider}`];

/** The plugin that serves any Terraform provider, which here serves one. */
export const parameterization: Parameterization = {
  ...plugin,
  parameter: JSON.stringify({ remote: { url: address, version } }),
  refuse(wanted) {
    const [name = "nothing", asked = version, ...rest] = argumentsOf(wanted);
    const isServed = names.includes(name) && asked.replace(/^v/, "") === version && rest.length === 0;
    if (isServed) return undefined;
    return (
      `The built-in plugin ${plugin.name} serves ${provider} ${version}, not ${[name, asked, ...rest].join(" ")}. ` +
      `For others install the official one: pulumi plugin install resource ${plugin.name} v${plugin.version}.`
    );
  },
};

function argumentsOf({ args, parameter }: Wanted): readonly string[] {
  if (args !== undefined) return args;
  try {
    const { remote } = JSON.parse(parameter) as { remote?: { url?: string; version?: string } };
    return remote?.url === undefined ? [parameter] : [remote.url, remote.version ?? ""];
  } catch {
    return [parameter];
  }
}
