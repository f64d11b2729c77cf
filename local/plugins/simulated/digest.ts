import { createHash } from "node:crypto";
import { Asset, type Value } from "../base";

/** What an id that a cloud makes up is made of: the same name has the same. @param length in characters */
export const digest = (text: string, length = 12): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** The hash of a file, as clouds tell it. */
export const hashOf = (file: Value | undefined, notation: "base64" | "hex" = "base64"): string =>
  Buffer.from(file instanceof Asset ? file.hash : digest(JSON.stringify(file), 64), "hex").toString(notation);
