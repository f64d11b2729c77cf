import { listeningInodes, portChecks, portOwner } from "../../../../local/platform/checks/ports";
import { listener } from "../../../support/listener";

/** As the kernel writes it: a server on 127.0.0.1:8080, one on 0.0.0.0:8081, and a connection from port 8080. */
const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 100 0 0 10 0
   2: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 20 4 30 10 -1
   3: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4714 1 0000000000000000 100 0 0 10 0
`;

describe("sockets in the kernel's table", () => {
  test.each([
    [8080, ["4711", "4714"]],
    [8081, ["4712"]],
    [54321, []],
    [80, []],
  ])("that listen on port %d", (port, inodes) => {
    expect(listeningInodes(table, port)).toEqual(inodes);
  });

  test("are none in an empty table", () => {
    expect(listeningInodes("", 8080)).toEqual([]);
  });
});

describe("the owner of a port", () => {
  // Where there is no /proc, nobody can be named.
  const named = (pid: number) => (process.platform === "linux" ? `node (process ${pid})` : "another program");

  test.each(["127.0.0.1", "0.0.0.0", "::"])("is the program that listens on %s", async (address) => {
    const { port, pid, stop } = await listener(0, address);
    expect(await portOwner(port)).toBe(named(pid));
    await stop();
    expect(await portOwner(port)).toBeUndefined();
  });

  test("is in the check of an instance's ports, with what to do", async () => {
    const [taken, free] = [await listener(), await listener()];
    await free.stop();
    expect(await portChecks({ ingress: taken.port, api: free.port })).toEqual([
      {
        name: `port ${taken.port}`,
        found: `${named(taken.pid)} on it`,
        problem: "stop that program, or use another instance: CAKE_INSTANCE=<name>",
      },
      { name: `port ${free.port}`, found: "nothing on it" },
    ]);
    await taken.stop();
  });
});

test("an instance that has chosen no ports has none to check", async () => {
  expect(await portChecks(undefined)).toEqual([]);
});
