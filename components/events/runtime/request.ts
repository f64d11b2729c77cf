/** What a request is made of, with a signal. */
type Made = Omit<RequestInit, "signal"> & { readonly signal: AbortSignal; readonly duplex?: "half" };

/**
 * A request that has the very signal that it is given. The platform's own would be another one that follows it, and does so
 * only for as long as somebody holds the request: a handler of events holds but the signal.
 */
export function requestWith(url: string, { signal, ...init }: Made): Request {
  return Object.defineProperty(new Request(url, init), "signal", { value: signal });
}
