/** Names that the proxy in front of the real clusters gives its errors. */
type Reason =
  "codeParamsRoutingFailed" | "codeProxyRefusedConnection" | "codeUnexpectedInsecureStartupMessage";

/** Why a connection gets no session. */
export class Refusal extends Error {
  constructor(
    readonly sqlState: string,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** What the real service says, and what the emulator knows beyond it. */
export const refused = (reason: Reason, text: string, hint: string): Refusal =>
  new Refusal("08C00", `${reason}: ${text}`, `emulated: ${hint}`);
