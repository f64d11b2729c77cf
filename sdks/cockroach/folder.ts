import * as pulumi from "@pulumi/pulumi";
import { getPackage, hasType, properties, withDefaults } from "./utilities";

const type = "cockroach:index/folder:Folder";
const names = ["labels", "name", "parentId"];

/** A folder of an organization: roles that are granted on it hold for the clusters in it. It is imported by its id. */
export class Folder extends pulumi.CustomResource {
  /** One that exists, with properties that qualify the look-up. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: FolderState,
    opts?: pulumi.CustomResourceOptions,
  ): Folder {
    return new Folder(name, state as FolderArgs, { ...opts, id });
  }

  static override isInstance(candidate: unknown): candidate is Folder {
    return hasType(candidate, type);
  }

  declare readonly labels: pulumi.Output<Record<string, string>>;
  declare readonly name: pulumi.Output<string>;
  declare readonly parentId: pulumi.Output<string>;

  constructor(name: string, args: FolderArgs, opts?: pulumi.CustomResourceOptions) {
    super(type, name, properties(args, names), withDefaults(opts), false, getPackage());
  }
}

export interface FolderArgs {
  /** Labels, all of them: others are removed. @default – they are left as they are */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Name of the folder. @default the resource's name with seven random characters */
  name?: pulumi.Input<string | undefined>;
  /** Id of the folder that it is in; `root` is the organization itself. */
  parentId: pulumi.Input<string>;
}

/** What may be known of one that is looked up. */
export interface FolderState {
  labels?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  name?: pulumi.Input<string | undefined>;
  parentId?: pulumi.Input<string | undefined>;
}
