/** Whether a media type is JSON: its subtype is, or ends in `+json`. Without one, CloudEvents' data is JSON. */
export function isJson(contentType: unknown): boolean {
  if (typeof contentType !== "string") return true;
  const [media = ""] = contentType.split(";");
  return /^[^/]+\/([^/]+\+)?json$/i.test(media.trim());
}

/** The data of an event from its bytes: what JSON says, a text, or the bytes as they are. @throws SyntaxError */
export function dataOf(bytes: Buffer, contentType: unknown): unknown {
  if (bytes.length === 0) return undefined;
  if (isJson(contentType)) return JSON.parse(bytes.toString("utf8"));
  return /^text\//i.test(String(contentType)) ? bytes.toString("utf8") : new Uint8Array(bytes);
}
