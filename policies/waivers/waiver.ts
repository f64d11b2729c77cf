import { pattern } from "../../components/pattern";

/** What a file of waivers says of one: a policy that need not hold for some resources, for now. */
export interface Waiver {
  /** The name of the policy. */
  readonly policy: string;
  /** Which resources: the end of their URN, types of parents included, with `*` for anything. */
  readonly resources: string;
  /** The stacks that it is for, with `*` for anything. */
  readonly stacks: readonly string[];
  /** Why the rule need not hold. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day that it holds for, in UTC: `2027-03-31`. */
  readonly expires: string;
}

/** Whether it is for a stack. */
export const isFor = ({ stacks }: Waiver, stack: string): boolean =>
  stacks.some((one) => matcher(one)(stack));

/** Whether it is of a policy and a resource; of a stack as such, too, when there is no resource. */
export const covers = ({ policy, resources }: Waiver, name: string, urn: string | undefined): boolean =>
  policy === name && (urn === undefined ? resources === "*" : matcher(resources)(endOf(urn)));

/** `urn:pulumi:dev::cakestack::parent$type::name` without what is the stack's. */
const endOf = (urn: string): string => urn.split("::").slice(2).join("::");

/** One line for who reads the output of an update. */
export const described = ({ policy, resources, reason, owner, expires }: Waiver): string =>
  `${policy} for ${resources}, until ${expires}: ${reason} (${owner})`;

/** Tells whether a text is as a pattern says, in which `*` stands for anything and all else for itself. */
function matcher(text: string): (tried: string) => boolean {
  const expression = new RegExp(`^${pattern(text, ".*")}$`);
  return (tried) => expression.test(tried);
}
