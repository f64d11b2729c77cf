import { identityVariables } from "../../function-variables";

/** A file that browsers get. */
export interface Asset {
  /** Its media type. */
  readonly type: string;
  /** Changes with the content. */
  readonly etag: string;
  /** In base64. */
  readonly content: string;
}

/** By the path that they are served at. */
export type Assets = Readonly<Record<string, Asset>>;

/**
 * Serves files. A page may load what is served beside it, and call the function and whoever signs its users in; nobody
 * may frame it. Browsers ask each time whether a file has changed.
 *
 * @param issuer who signs users in, as the function's variables say
 * @returns undefined for what is no file
 */
export function fileServer(
  assets: Assets,
  issuer = process.env[identityVariables.issuer],
): (request: Request) => Response | undefined {
  const files = new Map(
    Object.entries(assets).map(([path, { content, ...rest }]) => [
      path,
      { ...rest, body: Buffer.from(content, "base64") },
    ]),
  );
  const common = {
    "cache-control": "no-cache",
    "content-security-policy": policy(issuer ? new URL(issuer).origin : undefined),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  return ({ url, method, headers: asked }) => {
    const file = files.get(new URL(url).pathname);
    if (!file || (method !== "GET" && method !== "HEAD")) return undefined;
    const headers = { ...common, etag: file.etag };
    if (asked.get("if-none-match") === file.etag) return new Response(null, { status: 304, headers });
    return new Response(file.body, { headers: { ...headers, "content-type": file.type } });
  };
}

const policy = (issuer: string | undefined): string =>
  [
    "default-src 'self'",
    `connect-src ${["'self'", issuer].filter(Boolean).join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
