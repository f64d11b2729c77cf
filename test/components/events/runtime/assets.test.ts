import { fileServer } from "../../../../components/events/runtime/assets";
import { listening } from "./process";

const page = { type: "text/html", etag: '"tag"', content: Buffer.from("<p>").toString("base64") };
const ask = (path: string, init?: RequestInit, issuer?: string) =>
  fileServer({ "/": page }, issuer)(new Request(`http://function${path}`, init));

test("a file comes with its type, and with what it may load and call", async () => {
  const answer = ask("/?code=1")!;
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("<p>");
  expect(Object.fromEntries(answer.headers)).toEqual({
    "content-type": "text/html",
    "cache-control": "no-cache",
    etag: '"tag"',
    "content-security-policy":
      "default-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
});

test("a page may call whoever signs its users in", () => {
  const policy = ask("/", {}, "https://id.example.com:8443/realms/shop")!.headers.get(
    "content-security-policy",
  );
  expect(policy).toContain("; connect-src 'self' https://id.example.com:8443; ");
});

test("a file that has not changed is not sent again", async () => {
  const answer = ask("/", { headers: { "if-none-match": '"tag"' } })!;
  expect([answer.status, await answer.text(), answer.headers.get("etag")]).toEqual([304, "", '"tag"']);
  expect(ask("/", { headers: { "if-none-match": '"old"' } })!.status).toBe(200);
});

test.each([
  ["another path", "/other", "GET"],
  ["the name of something that every object has", "/constructor", "GET"],
  ["a question that is more than to see it", "/", "POST"],
])("%s is the handler's", (_, path, method) => {
  expect(ask(path, { method })).toBeUndefined();
});

test("a function that runs serves its files before it is asked itself", async () => {
  const code = 'export default (request: Request) => new Response("the function");';
  const running = await listening(code, { others: { "public/index.html": "<p>a page</p>" } });
  try {
    const texts = await Promise.all(
      ["/", "/me"].map(async (path) => (await fetch(`${running.url}${path}`)).text()),
    );
    expect(texts).toEqual(["<p>a page</p>", "the function"]);
    const head = await fetch(running.url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "13", ""]);
  } finally {
    running.process.kill("SIGKILL");
    await running.exit;
  }
});
