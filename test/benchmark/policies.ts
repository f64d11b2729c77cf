import execa from "execa";
import { seconds, type Report } from "./report";
import { median } from "./statistics";
import { timed } from "./timing";

/** Pairs of previews. */
const rounds = 5;

interface Preview {
  readonly changeSummary: { readonly same: number };
}

/** What the pack adds to a preview of a stack that runs and that nothing changes: with it and without it, in turn. */
export async function measurePolicies(
  report: Report,
  env: Record<string, string>,
  stack: string,
): Promise<void> {
  const preview = async (pack: string) => {
    const options = { env: { ...env, PULUMI_OPTION_POLICY_PACK: pack } };
    return timed(() =>
      execa("pulumi", ["preview", "--stack", stack, "--json", "--expect-no-changes"], options),
    );
  };
  const { result } = await preview("");
  const { same: resources } = (JSON.parse(result.stdout) as Preview).changeSummary;
  const [without, guarded]: [number[], number[]] = [[], []];
  while (guarded.length < rounds) {
    without.push((await preview("")).took);
    guarded.push((await preview(env.PULUMI_OPTION_POLICY_PACK!)).took);
  }
  const [plain, held] = [median(without), median(guarded)];
  const allowed = 1500 + 3 * resources;
  report.add(`preview of ${stack}, without policies (median of ${rounds})`, seconds(plain));
  report.add(`the same with all policies, in turn (median of ${rounds})`, seconds(held));
  report.add(
    `what they add, for ${resources} resources`,
    seconds(held - plain),
    `${seconds(allowed)} or less`,
  );
}
