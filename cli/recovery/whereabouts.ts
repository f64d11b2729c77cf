import type { ResourceState } from "./pending";

/** Where a resource is whose creation was cut off, if it was made at all. */
export type Whereabouts =
  | /** Under a name that its inputs decide. */ { readonly in: "provider"; readonly id: string }
  | /** Nowhere else: without the state's entry there is nothing. */ { readonly in: "state" }
  | /** Under an id that only its provider knows. */ { readonly in: "unknown" };

type Inputs = Readonly<Record<string, unknown>>;

/** Packages whose resources are values of the state. `pulumi` stands for stacks and configured providers. */
const ofTheState: ReadonlySet<string> = new Set(["pulumi", "random", "tls"]);

/** The id that a package gives to a resource with certain inputs; undefined when it decides it later. */
const ids: Readonly<Partial<Record<string, (inputs: Inputs) => string | undefined>>> = {
  kubernetes: objectId,
};

export function whereabouts({ type, custom, inputs = {} }: ResourceState): Whereabouts {
  const [name = ""] = type.split(":");
  if (!custom || ofTheState.has(name)) return { in: "state" };
  const id = ids[name]?.(inputs);
  return id === undefined ? { in: "unknown" } : { in: "provider", id };
}

function objectId({ metadata }: Inputs): string | undefined {
  const { name, namespace } = (metadata ?? {}) as { name?: unknown; namespace?: unknown };
  if (typeof name !== "string") return undefined;
  return typeof namespace === "string" ? `${namespace}/${name}` : name;
}
