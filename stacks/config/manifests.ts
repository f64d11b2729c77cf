import { z } from "zod";
import { text } from "./fields";

const oneOrigin = "a mapping with exactly one of the keys release, directory";

/** Exactly one of the two, which a type can say and the inferred one does not. */
type Manifests =
  | { readonly release: string; readonly directory?: undefined }
  | { readonly directory: string; readonly release?: undefined };

/** Where Knative's manifests come from. */
export const manifests = z
  .strictObject({
    release: text("a release of Knative from 1.20 to 1.23, such as 1.22.0", /^1\.2[0-3]\.\d{1,2}$/)
      .optional()
      .describe("Take the release manifests of this version of Knative."),
    directory: text("the path of a folder").optional().describe("Take the manifests in this folder."),
  })
  .refine((one) => (one.release === undefined) !== (one.directory === undefined), {
    params: { title: oneOrigin },
  })
  .meta({ title: oneOrigin, minProperties: 1, maxProperties: 1 }) as unknown as z.ZodType<
  Manifests,
  Manifests
>;
