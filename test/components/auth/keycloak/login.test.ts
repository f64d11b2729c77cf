import { untilLogin } from "../../../../components/auth/keycloak/login";
import { serve, stopServers } from "../../../stacks/cluster/server";

afterAll(stopServers);

const limits = { patience: 2_000, pause: 10, timeout: 1_000 };

/** A server that answers with these, one after the other, and remembers what was asked. */
async function answering(...statuses: number[]) {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      asked.push(`${request.method} ${request.url} ${body}`);
      response.statusCode = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
      response.end("{}");
    });
  });
  return { url, asked };
}

const account = { clientId: "cakestack", clientSecret: "a secret" };

test("logs in with the grant that the provider uses", async () => {
  const { url, asked } = await answering(200);
  expect(await untilLogin({ url, ...account }, limits)).toBe(url);
  expect(asked).toEqual([
    "POST /realms/master/protocol/openid-connect/token " +
      "grant_type=client_credentials&client_id=cakestack&client_secret=a+secret",
  ]);
});

test("waits while the ingress knows no such host, and while nobody is behind it", async () => {
  const { url, asked } = await answering(404, 502, 503, 200);
  expect(await untilLogin({ url, ...account }, limits)).toBe(url);
  expect(asked).toHaveLength(4);
});

test("a wrong secret is told at once, without the secret", async () => {
  const { url, asked } = await answering(401);
  const failure = await untilLogin({ url, ...account }, limits).catch((error: Error) => error.message);
  expect(failure).toMatch(/^Keycloak at .* refuses its service account cakestack with 401\. /);
  expect(failure).not.toContain("a secret");
  expect(asked).toHaveLength(1);
});

test("says what the last answer was when time is up", async () => {
  const { url } = await answering(404);
  await expect(untilLogin({ url, ...account }, { ...limits, patience: 50 })).rejects.toThrow(
    `nobody logs in at ${url} (last answer: 404). Tried for 0 seconds.`,
  );
});

test("says why there was no answer", async () => {
  const { url } = await answering(200);
  await stopServers();
  await expect(untilLogin({ url, ...account }, { ...limits, patience: 50 })).rejects.toThrow(
    "(last answer: ECONNREFUSED)",
  );
});
