import * as pulumi from "@pulumi/pulumi";

/** The mail server that a realm writes to its users through. Always over TLS. */
export interface Mail {
  readonly host: string;
  /** @default 587 */
  readonly port?: number;
  /** `starttls` on the port of submission, `tls` from the first byte. @default "starttls" */
  readonly security?: "starttls" | "tls";
  /** The sender's address. */
  readonly from: string;
  /** The sender's name. @default – the realm's */
  readonly fromName?: string;
  /** @default – it takes mail without */
  readonly login?: { readonly user: pulumi.Input<string>; readonly password: pulumi.Input<string> };
}

/** As the realm has it. */
export function smtpOf(
  { host, port = 587, security = "starttls", from, fromName, login }: Mail,
  realm: string,
) {
  return {
    host,
    port: String(port),
    from,
    fromDisplayName: fromName ?? realm,
    starttls: security === "starttls",
    ssl: security === "tls",
    ...(login && { auth: { username: login.user, password: pulumi.secret(login.password) } }),
  };
}
