import { PackageDependency, PackageParameterization } from "@pulumi/pulumi/proto/plugin_pb";
import type { InstalledPackage } from "./packages";

/** The provider plugins that a program's packages ask for. */
export function requiredPlugins(packages: readonly InstalledPackage[]): PackageDependency[] {
  return packages.filter(({ pulumi }) => pulumi?.resource === true).map(requiredPlugin);
}

function requiredPlugin({ name, version, pulumi }: InstalledPackage): PackageDependency {
  const dependency = new PackageDependency();
  dependency.setName(pulumi?.name ?? name.replace(/^@pulumi\//, "").replace(/^@/, ""));
  dependency.setKind("resource");
  dependency.setVersion(`v${(pulumi?.version ?? version).replace(/^v/, "")}`);
  dependency.setServer(pulumi?.server ?? "");
  if (pulumi?.parameterization) {
    const parameterization = new PackageParameterization();
    parameterization.setName(pulumi.parameterization.name);
    parameterization.setVersion(pulumi.parameterization.version);
    parameterization.setValue(pulumi.parameterization.value ?? "");
    dependency.setParameterization(parameterization);
  }
  return dependency;
}
