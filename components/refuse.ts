import * as pulumi from "@pulumi/pulumi";
import { titled } from "./problems";

/** @throws ResourceError with all problems, if there are any */
export function refuse(title: string, problems: readonly string[], resource?: pulumi.Resource): void {
  if (problems.length > 0) throw new pulumi.ResourceError(titled(title, problems), resource, true);
}
