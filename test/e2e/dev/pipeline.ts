import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { CakeRun } from "../../support/cake";
import { throughService } from "../../support/forward";
import type { Answer } from "../../support/ingress";

/** What the steps below work with; known when they run. */
interface Place {
  readonly cake: (...args: string[]) => Promise<CakeRun>;
  readonly env: Readonly<Record<string, string>>;
  /** Calls the function that takes orders, as a florist. */
  readonly ask: (place: string, method?: string) => Promise<Answer>;
  /** What the first update said. */
  readonly text: string;
}

/** What happens to orders, once they are placed. */
export function pipeline(place: () => Place): void {
  const order = async (id: string) =>
    (await place().ask(`/orders/${id}`)).body as { driver: string | null; messages: string[] };
  /** What the customer is told. */
  async function told(id: string): Promise<string[]> {
    for (;;) {
      const { messages } = await order(id);
      if (messages.length > 0) return messages;
    }
  }
  const succeed = async (...args: string[]): Promise<string> => {
    const { code, text } = await place().cake(...args);
    expect({ code, text }).toEqual({ code: 0, text });
    return text;
  };

  test("the first update places one, and tells what became of it", () => {
    expect(place().text).toMatch(
      /\nOrder\n +order-\w+ +taken, and (Dario|Eva) assigned\n +\1 is on the way with your flowers\.\n +after [\d.]+ s\n/,
    );
  });

  test("a driver is assigned to it, and its customer is told, once", async () => {
    expect(await place().ask("/orders/tulips", "POST")).toEqual({ status: 201, body: { taken: "tulips" } });
    const messages = await told("tulips");
    const { driver } = await order("tulips");
    expect(messages).toEqual([`${driver} is on the way with your flowers.`]);
  });

  test("the same order is not taken twice", async () => {
    expect(await place().ask("/orders/tulips", "POST")).toEqual({
      status: 409,
      body: { error: "There is an order tulips already." },
    });
  });

  test("an event that no function can handle is a dead letter, is seen, and has its effect when it is replayed", async () => {
    const { env } = place();
    const post = (port: number) =>
      fetch(`http://127.0.0.1:${port}/functions/events`, {
        method: "POST",
        headers: {
          "ce-specversion": "1.0",
          "ce-id": "early",
          "ce-source": "/functions/orders",
          "ce-type": "order.placed",
          "content-type": "application/json",
        },
        body: '{"order":"lilies"}',
      });
    const { status } = await throughService(env, "knative-eventing/broker-ingress", 80, post);
    expect(status).toBe(202);
    let listed: string;
    do listed = await succeed("events", "dead");
    while (listed.includes("Dead letters: 0"));
    expect(listed).toMatch(/Dead letters: 1\n +[0-9a-f]{8} +order\.placed +\/functions\/assign +422 +1 /);
    const [id = ""] = /[0-9a-f]{8}/.exec(listed) ?? [];
    expect(await succeed("events", "dead", id)).toContain('"order": "lilies"');
    expect(await place().ask("/orders/lilies", "POST")).toMatchObject({ status: 201 });
    await told("lilies");
    expect(await succeed("events", "replay", id)).toContain("Replayed: 1.");
    expect(await succeed("events", "dead")).toContain("Dead letters: 0");
  });

  test("a function is called as the cluster does", async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "event-"));
    const file = path.join(folder, "event.json");
    await fs.writeFile(file, JSON.stringify({ type: "order.placed", data: { order: "nothing" } }));
    const rejected = await place().cake("invoke", "assign", "--event", file);
    expect(rejected).toEqual({
      code: 1,
      text: 'assign answered 422.\n{"error":"there is no order nothing"}',
    });
    await fs.rm(folder, { recursive: true });
    expect(await succeed("invoke", "hello", "--path", "/?name=Ada")).toContain('"message":"Hello, Ada!"');
  });
}
