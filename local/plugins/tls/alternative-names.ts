import { GeneralName } from "@peculiar/asn1-x509";
import * as net from "node:net";
import type { Failure, InputProperties, Values } from "../base";

const list = (description: string) => ({ type: "list", description, change: "replace" }) as const;

/** The inputs that say which names and addresses a certificate is good for. */
export const alternativeNameInputs: InputProperties = {
  dnsNames: list("DNS names that the certificate is for."),
  ipAddresses: list("IP addresses that the certificate is for."),
  uris: list("URIs that the certificate is for."),
};

/** What is wrong with these inputs. */
export function checkAlternativeNames({ dnsNames, ipAddresses, uris }: Values): Failure[] {
  // What the type of string in a certificate can hold.
  const isAscii = (name: string) => name !== "" && /^[\u0000-\u007f]*$/.test(name);
  return [
    ...wrong("dnsNames", dnsNames, isAscii, "a DNS name in ASCII (xn--… for others)"),
    ...wrong("ipAddresses", ipAddresses, (address) => net.isIP(address) !== 0, "an IP address"),
    ...wrong(
      "uris",
      uris,
      (uri) => isAscii(uri) && URL.canParse(uri),
      "a URI such as spiffe://example.com/web",
    ),
  ];
}

function wrong(
  property: string,
  values: Values[string] | undefined,
  isRight: (value: string) => boolean,
  allowed: string,
): Failure[] {
  return ((values ?? []) as readonly string[])
    .filter((value) => !isRight(value))
    .map((value) => ({
      property,
      reason: `"${property}" has ${JSON.stringify(value)}. Allowed: ${allowed}.`,
    }));
}

/** The names of checked inputs. */
export function alternativeNamesOf({ dnsNames, ipAddresses, uris }: Values): GeneralName[] {
  const texts = (values: Values[string] | undefined) => (values ?? []) as readonly string[];
  return [
    ...texts(dnsNames).map((dNSName) => new GeneralName({ dNSName })),
    ...texts(ipAddresses).map((iPAddress) => new GeneralName({ iPAddress })),
    ...texts(uris).map((uri) => new GeneralName({ uniformResourceIdentifier: uri })),
  ];
}
