import { Secret } from "@pulumi/gcp/secretmanager/secret";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";
import * as pulumi from "@pulumi/pulumi";

/** A variable whose value is in Secret Manager. */
export interface SecretVariable {
  readonly key: string;
  readonly projectId: string;
  readonly secret: pulumi.Output<string>;
  readonly version: pulumi.Output<string>;
  /** Lets the function read it. */
  readonly access: pulumi.Resource;
}

/** Puts the secrets of a function into Secret Manager, where it alone reads them; another value is another version. */
export function secretVariables(
  name: string,
  secrets: Readonly<Record<string, pulumi.Input<string>>>,
  place: { readonly physical: string; readonly project: string; readonly member: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): SecretVariable[] {
  return Object.entries(secrets).map(([key, value]) => {
    const logical = `${name}-${key}`;
    const secret = new Secret(
      logical,
      { secretId: `${place.physical}-${key}`, replication: { auto: {} } },
      opts,
    );
    const version = new SecretVersion(logical, { secret: secret.id, secretData: pulumi.secret(value) }, opts);
    const access = new SecretIamMember(
      logical,
      { secretId: secret.id, role: "roles/secretmanager.secretAccessor", member: place.member },
      opts,
    );
    return { key, projectId: place.project, secret: secret.secretId, version: version.version, access };
  });
}
