import type { Command } from "commander";
import { UserError } from "../../local/errors";
import { holdsState } from "../backend";
import { contextOf } from "../context";
import { traitsOf, writeStackText } from "../stack-file";
import { up } from "./up";

/** `rotate`: passwords made anew. */
export function addRotate(cake: Command): void {
  cake
    .command("rotate")
    .description("make passwords anew, without downtime")
    .command("database")
    .description(
      "bring a stack up, raise cake:database.rotation in its file, and bring it up again: " +
        "an application goes over to its other user, with a new password",
    )
    .argument("<name>", "the application's database")
    .option("--stack <stack>", "the stack", "dev")
    .action(rotateDatabase);
}

async function rotateDatabase(name: string, { stack }: { stack: string }): Promise<void> {
  const { nextRotation } = await import("../rotation");
  // Whether it can be is known before anything is done.
  await nextRotation(stack, name);
  const { isSimulated } = await traitsOf(stack);
  if (!(await holdsState(contextOf().instance, stack, isSimulated))) {
    throw new UserError(`Stack ${stack} was never up: run \`npx cake up ${stack}\`.`);
  }
  let begun: number | undefined;
  /*
   * The first update ends a rotation that was cut off: the next one changes the password of the user that it was to
   * take away from pods.
   */
  const change = {
    phase: "rotation",
    make: async (report: (line: string) => void) => {
      const { number, text } = await nextRotation(stack, name);
      await writeStackText(stack, text);
      begun = number;
      report(`raised cake:database.rotation.${name} to ${number} in Pulumi.${stack}.yaml`);
    },
  };
  try {
    await up(stack, { change });
  } catch (error) {
    if (begun !== undefined) console.error(`\n${unfinished(stack, name, begun)}`);
    throw error;
  }
  console.log(
    `\nDatabase ${name} was rotated: keep the change of Pulumi.${stack}.yaml. ` +
      "The password before this one is good until the next rotation.",
  );
}

const unfinished = (stack: string, name: string, number: number): string =>
  `The rotation of database ${name} may be unfinished: Pulumi.${stack}.yaml says ${number}, and stays so. ` +
  "The application goes on, because the passwords of both its users are good. " +
  `Mend what is said below, then run \`npx cake up ${stack}\`, which ends the rotation.`;
