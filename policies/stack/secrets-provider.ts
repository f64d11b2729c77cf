import { stackPolicy } from "../policy";

/** The key of a service that says who used it. */
const key = /^(?:awskms|gcpkms|azurekeyvault|hashivault):\/\/./;

/** What the files of stacks in Pulumi Cloud say, which encrypts their secrets by itself. */
const unsaid: readonly (string | undefined)[] = [undefined, "default"];

export const secretsProvider = stackPolicy({
  name: "secrets-provider",
  description: "A key management service encrypts the stack's secrets.",
  why: "Who has a copy of the state, and a passphrase that somebody wrote down, has every secret for ever; a key of a service can be taken away, and says who used it.",
  link: "https://www.pulumi.com/docs/iac/concepts/secrets/#configuring-secrets-encryption",
  options: {
    pulumiCloud: {
      description: "Whether stacks are kept in Pulumi Cloud, which has a key for each.",
      type: "boolean",
      default: false,
    },
  },
  *check(_, { stack: { name, secretsProvider: provider }, options: { pulumiCloud } }) {
    if (key.test(provider ?? "") || (pulumiCloud && unsaid.includes(provider))) return;
    yield {
      at: "secretsprovider",
      problem: provider === undefined ? "is missing, or nobody can say what it is" : `is "${provider}"`,
      fix: `Run \`pulumi stack change-secrets-provider --stack ${name} "awskms://alias/…"\`, or with gcpkms://, azurekeyvault:// or hashivault://; for stacks in Pulumi Cloud, set the option pulumiCloud to true`,
    };
  },
});
