import * as crypto from "node:crypto";

/**
 * A key and the certificate that it signed for itself, for servers on 127.0.0.1; both PEM.
 *
 * @param more names that the server has besides
 */
export function selfSigned(...more: readonly string[]): { key: string; cert: string } {
  const { publicKey, privateKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(0x30, oid("2a8648ce3d040302")); // ecdsa-with-SHA256
  const name = der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from("test")))));
  const validity = der(
    0x30,
    der(0x17, Buffer.from("200101000000Z")),
    der(0x17, Buffer.from("491231235959Z")),
  );
  const yes = der(0x01, Buffer.from([0xff]));
  const authority = der(0x30, oid("551d13"), yes, der(0x04, der(0x30, yes)));
  const hosts = more.map((host) => der(0x82, Buffer.from(host)));
  const names = [der(0x87, Buffer.from([127, 0, 0, 1])), ...hosts];
  const address = der(0x30, oid("551d11"), der(0x04, der(0x30, ...names)));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(0x30, authority, address)),
  );
  const signature = der(0x03, Buffer.from([0]), crypto.sign("sha256", body, privateKey));
  const base64 = der(0x30, body, algorithm, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));

/** One element in the encoding that certificates have: tag, length, contents. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const long = body.length > 0xff ? [0x82, body.length >> 8, body.length & 0xff] : [0x81, body.length];
  return Buffer.concat([Buffer.from([tag, ...(body.length < 0x80 ? [body.length] : long)]), body]);
}
