import { stackPolicy } from "../policy";

/** A key of a service that says who used it, or Pulumi's own service. */
const kept = /^(?:(?:awskms|gcpkms|azurekeyvault|hashivault):\/\/.|service$)/;

export const secretsProvider = stackPolicy({
  name: "secrets-provider",
  description: "A key management service encrypts the stack's secrets.",
  why: "Who has a copy of the state, and a passphrase that somebody wrote down, has every secret for ever; a key of a service can be taken away, and says who used it.",
  link: "https://www.pulumi.com/docs/iac/concepts/secrets/#configuring-secrets-encryption",
  *check(_, { stack: { name, secretsProvider: provider } }) {
    if (provider !== undefined && kept.test(provider)) return;
    yield {
      at: "secretsprovider",
      problem: provider === undefined ? "is missing, or nobody can say what it is" : `is "${provider}"`,
      fix: `Run \`pulumi stack change-secrets-provider --stack ${name} "awskms://alias/…"\`, or with gcpkms://, azurekeyvault:// or hashivault://`,
    };
  },
});
