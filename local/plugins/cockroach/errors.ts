/** An answer of the API that says that it did not do what was asked. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /**
   * @param doing what was asked for, as in "create the database shop"
   * @param retryAfter milliseconds after which the server wants to be asked again
   */
  constructor(
    readonly status: number,
    doing: string,
    reason: string,
    readonly retryAfter?: number,
  ) {
    super(
      [`CockroachDB Cloud did not ${doing}: ${sentence(reason)} (HTTP ${status})`, adviceFor(status)].join(
        "\n",
      ),
    );
  }
}

/** No answer of the API at all. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";

  constructor(doing: string, server: string, isChange: boolean, cause: unknown) {
    super(
      `CockroachDB Cloud could not be asked to ${doing}: no answer of ${server} (${reasonOf(cause)}).\n` +
        (isChange ? "It may have done it nevertheless: look there before you try again. " : "") +
        "Is the network up? COCKROACH_SERVER names another server, and is unset for the real one.",
      { cause },
    );
  }
}

export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** Whether the server has a fault that may pass. */
export const isFault = (error: unknown): boolean =>
  error instanceof UnreachableError || (error instanceof ApiError && error.status >= 500);

export const isBusy = (error: unknown): boolean => error instanceof ApiError && error.status === 429;

function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

function adviceFor(status: number): string {
  switch (status) {
    case 401:
      return (
        "The API key is wrong, or it has expired. Make one for a service account (CockroachDB Cloud, Access Management) " +
        "and set COCKROACH_API_KEY to it."
      );
    case 403:
      return "The service account of the API key lacks a role for that. Grant it in CockroachDB Cloud, Access Management.";
    case 404:
      return "It, or what it belongs to, does not exist any more: `pulumi refresh` brings the state up to date.";
    case 409:
      return (
        "Either something of that name exists already, and `pulumi import` takes it over or another name avoids it; " +
        "or something else is being changed, and the same command works a little later."
      );
    case 429:
      return "These were too many requests at a time: run the same command again in a minute.";
    default:
      return status >= 500
        ? "That is a fault of the service: run the same command again a little later. What was done until now is kept."
        : "Change what it complains about, and run the same command again.";
  }
}

/** Node hides why a request failed in a chain of causes. */
function reasonOf(error: unknown): string {
  const { cause, code, message } = (error ?? {}) as { cause?: unknown; code?: string; message?: string };
  return cause === undefined ? (code ?? message ?? String(error)) : reasonOf(cause);
}
