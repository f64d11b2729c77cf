import type { Command } from "commander";
import type { Letter } from "../../components/events/ledger/function/letters";
import { UserError } from "../../local/errors";
import { ledgerName } from "../../stacks/names";
import { contextOf } from "../context";
import { placeOf } from "../function-place";
import { chosenStack } from "../held";
import { table } from "../progress";
import { traitsOf } from "../stack-file";
import { throughTunnel, type CallFunction } from "../tunnel";

/** `events`: what became of events. */
export function addEvents(cake: Command): void {
  const events = cake.command("events").description("see and replay events that no function could handle");
  events
    .command("dead")
    .description("list dead letters, or show one")
    .argument("[id]", "the id of a dead letter, or the beginning of it")
    .option("--limit <number>", "at most so many", "100")
    .option("--json", "as JSON")
    .action(dead);
  events
    .command("replay")
    .description("give a dead letter to the bus again; whoever has handled it already does nothing")
    .argument("[id]", "its id, or the beginning of it")
    .option("--all", "all that are there now")
    .action(replay);
  events
    .command("forget")
    .description("delete a dead letter")
    .argument("<id>", "its id, or the beginning of it")
    .action(forget);
}

async function dead(
  id: string | undefined,
  { limit, json }: { limit: string; json?: boolean },
): Promise<void> {
  await onKeeper(async (call) => {
    if (id !== undefined) return print(await ask(call, `/letters/${await wholeId(call, id)}`));
    const letters = await lettersOf(call, limit);
    if (json) return print(letters);
    const rows = letters.map((one) => [
      one.letter.slice(0, 8),
      one.type,
      one.handler,
      one.status ?? "no answer",
      String(one.times),
      String(one.at),
      one.reason ?? "",
    ]);
    console.log(table(`Dead letters: ${letters.length}`, rows));
  });
}

async function replay(id: string | undefined, { all }: { all?: boolean }): Promise<void> {
  if ((id === undefined) === (all === undefined)) {
    throw new UserError("Name one dead letter, or say --all. `npx cake events dead` lists them.");
  }
  await onKeeper(async (call) => {
    const ids =
      id === undefined ? (await lettersOf(call, "1000")).map((one) => one.letter) : [await wholeId(call, id)];
    for (const one of ids) await ask(call, `/letters/${one}/replay`, "POST");
    console.log(`Replayed: ${ids.length}. Those that fail again come back to \`npx cake events dead\`.`);
  });
}

async function forget(id: string): Promise<void> {
  await onKeeper(async (call) => {
    const whole = await wholeId(call, id);
    await ask(call, `/letters/${whole}`, "DELETE");
    console.log(`Deleted: ${whole}.`);
  });
}

async function onKeeper(work: (call: CallFunction) => Promise<void>): Promise<void> {
  const stack = await chosenStack(undefined, contextOf().instance);
  if ((await traitsOf(stack)).cloud) {
    throw new UserError(
      `Stack ${stack} has its functions in a cloud, which keeps their dead letters itself. ` +
        "docs/functions.md says how they are looked at there, and come back.",
    );
  }
  const place = await placeOf(
    ledgerName,
    " The florist keeps dead letters: a stack has it with cake:identity of kind keycloak, cake:authorization and cake:events.",
  );
  return throughTunnel(place, work);
}

const lettersOf = async (call: CallFunction, limit: string): Promise<Letter[]> =>
  ((await ask(call, `/letters?limit=${encodeURIComponent(limit)}`)) as { letters: Letter[] }).letters;

/** A person types the beginning of an id. */
async function wholeId(call: CallFunction, beginning: string): Promise<string> {
  const found = (await lettersOf(call, "1000")).filter(({ letter }) => letter.startsWith(beginning));
  if (found.length === 1) return found[0]!.letter;
  const what = found.length === 0 ? "no dead letter begins" : `${found.length} dead letters begin`;
  throw new UserError(`${what} with "${beginning}". \`npx cake events dead\` lists them.`);
}

/** @throws UserError with what the keeper says */
async function ask(call: CallFunction, path: string, method = "GET"): Promise<unknown> {
  const { status, body } = await call(path, { method });
  if (status < 300) return body === "" ? undefined : (JSON.parse(body) as unknown);
  throw new UserError(`The keeper of dead letters answered ${status}: ${body}`);
}

const print = (value: unknown): void => console.log(JSON.stringify(value, undefined, 2));
