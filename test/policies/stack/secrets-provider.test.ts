import { secretsProvider as policy } from "../../../policies/stack/secrets-provider";
import { expectCompliance, expectViolation } from "../../../policies/harness";

const expectRefused = (provider: string | undefined, message: string) =>
  expectViolation(policy, [], ["stack", message], { secretsProvider: provider });

test("the message says what it is, and how to change it", () => {
  expectRefused(
    "passphrase",
    `secretsprovider is "passphrase".
  Fix: Run \`pulumi stack change-secrets-provider --stack stack "awskms://alias/…"\`, or with gcpkms://, azurekeyvault:// or hashivault://.
  Why: Who has a copy of the state, and a passphrase that somebody wrote down, has every secret for ever; a key of a service can be taken away, and says who used it. https://www.pulumi.com/docs/iac/concepts/secrets/#configuring-secrets-encryption`,
  );
});

test("one that nobody can say is refused", () => {
  expectRefused(undefined, "secretsprovider is missing, or nobody can say what it is.");
});

test.each([
  "",
  "default",
  "b64",
  "file://key",
  "awskms",
  "awskms://",
  "xawskms://key",
  "AWSKMS://key",
  "services",
  "a service",
  "passphrase awskms://key",
])("%p is refused", (provider) => {
  expectRefused(provider, `secretsprovider is "${provider}".`);
});

test.each([
  "awskms://alias/cake?region=eu-central-1",
  "awskms:///arn:aws:kms:eu-central-1:123456789012:key/1234",
  "gcpkms://projects/shop/locations/global/keyRings/cake/cryptoKeys/cake",
  "azurekeyvault://shop.vault.azure.net/keys/cake",
  "hashivault://cake",
  "service",
])("%s passes", (provider) => {
  expectCompliance(policy, [], { secretsProvider: provider });
});
