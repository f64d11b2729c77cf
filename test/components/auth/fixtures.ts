import * as pulumi from "@pulumi/pulumi";
import type { Store } from "../../../components/auth/store";
import type { DatabaseConnection } from "../../../components/contracts";

/** What a component asked its database for. */
export interface Connected {
  readonly namespace: string;
  readonly pods: number;
  readonly as: string;
}

/** A database whose connections are Secrets named by who connects. */
export function fakeStore(engine: Store["engine"] = "postgres", ca?: string): Store & { asked: Connected[] } {
  const asked: Connected[] = [];
  return {
    engine,
    ca: ca === undefined ? undefined : pulumi.output(ca),
    egress: { to: [{ ipBlock: { cidr: "10.0.0.5/32" } }] },
    asked,
    connect: ({ namespace, pods, as }): DatabaseConnection => {
      const secret = pulumi.output(namespace).apply((known) => {
        asked.push({ namespace: known, pods, as });
        return `${as}-database`;
      });
      return { secret, version: pulumi.output(`version of ${as}`), poolSize: 4, pods };
    },
  };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly args: string[];
  readonly env: { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly resources: object;
  readonly securityContext: object;
  readonly volumeMounts: { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly [field: string]: unknown;
}

export interface PodSpec {
  readonly containers: [Container];
  readonly securityContext: object;
  readonly volumes: object[];
  readonly [field: string]: unknown;
}

/** Values by name; what comes from a Secret as `secret/key`. */
export function environmentOf({ env }: Container): Record<string, string> {
  const reference = (from: object) => {
    const { secretKeyRef } = from as { secretKeyRef?: { name: string; key: string } };
    return secretKeyRef ? `${secretKeyRef.name}/${secretKeyRef.key}` : JSON.stringify(from);
  };
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [name, valueFrom ? reference(valueFrom) : (value ?? "")]),
  );
}
