import * as pulumi from "@pulumi/pulumi";
import type { Store } from "../../../components/auth/store";
import type { PodConnection } from "../../../components/contracts";
import { valueOf } from "../../support/outputs";

type Consumer = Parameters<Store["connect"]>[0];

/** A database whose connections are Secrets named by who connects, and that remembers who did. */
export function fakeStore(engine: Store["engine"] = "postgres", ca?: string): Store & { asked: Consumer[] } {
  const asked: Consumer[] = [];
  return {
    engine,
    ca: ca === undefined ? undefined : pulumi.output(ca),
    egress: { to: [{ ipBlock: { cidr: "10.0.0.5/32" } }] },
    asked,
    connect: (consumer): PodConnection => {
      asked.push(consumer);
      const { as, pods } = consumer;
      const [secret, version] = [`${as}-database`, `version of ${as}`].map((text) => pulumi.output(text));
      return { secret: secret!, version: version!, poolSize: 4, pods };
    },
  };
}

/** Who connected, as plain values. */
export const askedOf = ({ asked }: { asked: Consumer[] }): Promise<pulumi.Unwrap<Consumer[]>> =>
  valueOf(pulumi.output(asked));

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
