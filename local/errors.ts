/**
 * A mistake or a limit that the person at the terminal can act on. Printed without a stack trace.
 * The message says what is wrong, what was found, what is allowed, and what to do.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /** @param log path of a log that holds the details, printed under the message */
  constructor(
    message: string,
    readonly log?: string,
  ) {
    super(message);
  }
}
