import type { FunctionSpec, ImageStore } from "../../contracts";
import { imageOf, type Image } from "../../images/oci";
import { repositoryOf } from "../../images/store";
import { bundleInput, takeBundle } from "./bundle";

const program = "/app/index.js";

/** The image of a function from source: its bundle on the store's base. */
export function functionImage(
  store: ImageStore,
  name: string,
  source: string,
  spec: Pick<FunctionSpec, "code" | "triggers">,
): () => Promise<Image> {
  const content = takeBundle(bundleInput(source, spec, "knative"));
  return () =>
    imageOf({
      name: repositoryOf(store, name),
      base: store.base,
      files: [{ path: program, content }],
      entrypoint: ["node", program],
      environment: { NODE_ENV: "production" },
      port: 8080,
    });
}
