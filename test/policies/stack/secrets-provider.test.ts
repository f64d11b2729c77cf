import { secretsProvider as policy } from "../../../policies/stack/secrets-provider";
import { expectCompliance, expectViolation } from "../../../policies/harness";

const expectRefused = (provider: string | undefined, message: string) =>
  expectViolation(policy, [], ["stack", message], { secretsProvider: provider });

test("the message says what it is, and how to change it", () => {
  expectRefused(
    "passphrase",
    `secretsprovider is "passphrase".
  Fix: Run \`pulumi stack change-secrets-provider --stack stack "awskms://alias/…"\`, or with gcpkms://, azurekeyvault:// or hashivault://; for stacks in Pulumi Cloud, set the option pulumiCloud to true.
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
  "service",
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
])("%s passes", (provider) => {
  expectCompliance(policy, [], { secretsProvider: provider });
});

test("Pulumi Cloud encrypts by itself, unless it is told otherwise", () => {
  const options = { pulumiCloud: true };
  expectCompliance(policy, [], { options });
  expectCompliance(policy, [], { secretsProvider: "default", options });
  const setting = { secretsProvider: "passphrase", options };
  expectViolation(policy, [], ["stack", 'secretsprovider is "passphrase".'], setting);
});
