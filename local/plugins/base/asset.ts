import { createHash } from "node:crypto";

/** How the engine marks what it sends as an object of its own kind. */
export const kindKey = "4dabf18193072939515e22adb298388d";

const kinds: Readonly<Record<string, Asset["kind"]>> = {
  c44067f5952c0a294b673a41bacd8c17: "asset",
  "0def7320c3a5731c473e5ecbe6d01bc7": "archive",
};

/**
 * A file, or an archive of such. Plugins here hand it on and tell two apart, by the hash that the engine makes of the
 * content; what is in it they do not read.
 */
export class Asset {
  readonly #sent: Readonly<Record<string, unknown>>;

  constructor(
    readonly kind: "asset" | "archive",
    readonly hash: string,
    sent: Readonly<Record<string, unknown>>,
  ) {
    this.#sent = sent;
  }

  /** As the engine sent it. */
  toWire(): Readonly<Record<string, unknown>> {
    return this.#sent;
  }
}

/** @returns undefined for an object of another kind */
export function decodeAsset(object: Readonly<Record<string, unknown>>): Asset | undefined {
  const kind = kinds[String(object[kindKey])];
  if (kind === undefined) return undefined;
  const { hash } = object;
  // An engine that was told to send none.
  const own = () => createHash("sha256").update(JSON.stringify(object)).digest("hex");
  return new Asset(kind, typeof hash === "string" && hash !== "" ? hash : own(), object);
}
