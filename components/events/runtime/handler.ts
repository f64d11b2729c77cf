/** What a function gets beside the request. */
export interface Context {
  /** Writes one line of JSON that log collectors understand. */
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** A function that answers HTTP: a web-standard request in, a web-standard response out. */
export type Handler = (request: Request, context: Context) => Response | Promise<Response>;
