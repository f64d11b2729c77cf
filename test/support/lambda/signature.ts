import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const keyed = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/;

/**
 * Whether a request is signed with a key, as AWS looks at it: Signature Version 4, worked out anew.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSigned(
  { method, url = "", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  body: string,
  { id, secret }: { readonly id: string; readonly secret: string },
): boolean {
  const [, found, day, region, service, signed = "", signature] =
    form.exec(headers.authorization ?? "") ?? [];
  const time = String(headers["x-amz-date"]);
  if (found !== id || !day || !region || !service || !time.startsWith(day)) return false;
  const names = signed.split(";");
  const canonical = [
    method,
    url,
    "",
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    "",
    signed,
    hash(body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", time, scope, hash(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer | string>(keyed, `AWS4${secret}`);
  return keyed(key, text).toString("hex") === signature;
}
