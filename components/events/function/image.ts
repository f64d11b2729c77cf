import type { ImageStore } from "../../contracts";
import { planImage, type PlannedImage } from "../../images/oci";
import { repositoryIn } from "../../images/store";
import { bundle } from "./bundle";

const program = "/app/index.js";

/** The image of a function from source: its bundle on the store's base. */
export function functionImage(store: ImageStore, name: string, source: string): () => Promise<PlannedImage> {
  const content = bundle(source);
  return () =>
    planImage({
      name: repositoryIn(store, name),
      base: store.base,
      files: [{ path: program, content }],
      // The compiled form of the bundle is kept from one start to the next by the page cache of the image alone.
      entrypoint: ["/usr/bin/node", "--enable-source-maps=false", program],
      environment: { NODE_ENV: "production" },
    });
}
