import type { Provider } from "../base";
import { certRequest } from "./cert-request";
import { locallySignedCert } from "./locally-signed-cert";
import { privateKey } from "./private-key";
import { selfSignedCert } from "./self-signed-cert";

/** Stands in for the official `tls` provider: all of its resource types, with its tokens and properties. */
export const tls: Provider = {
  name: "tls",
  version: "5.6.1",
  description: "Keys and certificates that are kept in the state.",
  config: {},
  connect: () => undefined,
  resources: {
    "tls:index/certRequest:CertRequest": certRequest,
    "tls:index/locallySignedCert:LocallySignedCert": locallySignedCert,
    "tls:index/privateKey:PrivateKey": privateKey,
    "tls:index/selfSignedCert:SelfSignedCert": selfSignedCert,
  },
};
