import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** The Functions Framework that Google's build installs: the one that the contract is tested with. */
export const frameworkVersion = "5.0.5";

/** What Google builds a function from. */
export interface Source {
  readonly archive: pulumi.asset.Archive;
  /** Changes with the content. */
  readonly hash: string;
}

/** The source of a function: its bundle, and what it is started with. */
export function sourceOf(bundle: string): Source {
  const manifest = JSON.stringify({
    name: "function",
    private: true,
    main: "index.js",
    dependencies: { "@google-cloud/functions-framework": frameworkVersion },
  });
  const files = { "index.js": bundle, "package.json": manifest };
  return {
    archive: new pulumi.asset.AssetArchive(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, new pulumi.asset.StringAsset(text)]),
      ),
    ),
    hash: createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16),
  };
}
