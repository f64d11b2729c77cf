const lineLength = 64;

/** Bytes as a text block of RFC 7468, with a line end at its end as Go writes it. */
export function toPem(label: string, bytes: ArrayBuffer | Uint8Array): string {
  const base64 = Buffer.from(bytes as Uint8Array).toString("base64");
  const lines = base64.match(new RegExp(`.{1,${lineLength}}`, "g")) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/**
 * @param property the input that it came as, for the message
 * @throws Error when there is no block of that label; says nothing of the text, which may be secret
 */
export function fromPem(text: string, label: string, property: string): Buffer {
  const block = new RegExp(`-----BEGIN ${label}-----\n?([A-Za-z0-9+/=\\s]*)-----END ${label}-----`).exec(
    text,
  );
  if (!block) {
    const found = /-----BEGIN ([A-Z ]+)-----/.exec(text)?.[1];
    throw new Error(
      `"${property}" is ${found === undefined ? "not in PEM format" : `a ${found}`}. Allowed: a ${label} in PEM format.`,
    );
  }
  return Buffer.from(block[1] ?? "", "base64");
}
