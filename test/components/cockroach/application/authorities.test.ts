import { X509Certificate } from "node:crypto";
import { publicAuthorities } from "../../../../components/cockroach/application/authorities";

test("they are the two roots of Let's Encrypt, each signed by itself", () => {
  const certificates = publicAuthorities()
    .split(/(?<=-----END CERTIFICATE-----)\n/)
    .filter((pem) => pem.trim() !== "")
    .map((pem) => new X509Certificate(pem));
  const names = certificates.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1]);
  expect(names.sort()).toEqual(["ISRG Root X1", "ISRG Root X2"]);
  expect(certificates.every((one) => one.ca && one.verify(one.publicKey))).toBe(true);
});
