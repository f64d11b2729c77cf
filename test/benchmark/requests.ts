import * as http from "node:http";

/** Calls an address on the ingress of this machine, whatever its host name. @returns milliseconds until the whole answer */
export function call(
  url: string,
  agent?: http.Agent,
): Promise<{ readonly status: number; readonly took: number }> {
  const { host, port, pathname, search } = new URL(url);
  const started = performance.now();
  const options = { host: "127.0.0.1", port, path: `${pathname}${search}`, headers: { host }, agent };
  return new Promise((resolve, reject) => {
    http
      .get(options, (response) => {
        response.resume();
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, took: performance.now() - started }),
        );
      })
      .on("error", reject);
  });
}

/** @returns the time of each answer; the first that is not a 200 ends it */
export async function expectOk(url: string, agent?: http.Agent): Promise<number> {
  const { status, took } = await call(url, agent);
  if (status !== 200) throw new Error(`${url} answered ${status}`);
  return took;
}
