/** Why a request is not answered, and with what it is answered instead. */
export class Refusal extends Error {
  constructor(
    readonly status: 401 | 403 | 503,
    /** For whoever called: says nothing of why a token was not good. */
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "Refusal";
  }

  /** The answer, in the form of RFC 6750, section 3. */
  get response(): Response {
    const headers = new Headers({ "cache-control": "no-store" });
    if (this.status === 401) headers.set("www-authenticate", `Bearer error="invalid_token"`);
    if (this.status === 403) headers.set("www-authenticate", `Bearer error="insufficient_scope"`);
    if (this.status === 503) headers.set("retry-after", "1");
    return Response.json({ error: this.message }, { status: this.status, headers });
  }
}

/** Nobody, or nobody who is known. */
export const notSignedIn = (cause?: unknown): Refusal => new Refusal(401, "Sign in first.", { cause });

/** Somebody who may not. */
export const forbidden = (): Refusal => new Refusal(403, "You may not do this.");

/** Nobody can say: what cannot be checked is not done. */
export const unavailable = (what: string, cause: unknown): Refusal =>
  new Refusal(503, `${what} cannot be checked now. Try again.`, { cause });
