import { spawn } from "node:child_process";
import { once } from "node:events";

/** A program of its own that listens on a loopback port. */
export interface Listener {
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const program = `
const server = require("node:net").createServer();
server.listen(Number(process.argv[1]), process.argv[2], () => console.log(server.address().port));`;

/** @param port 0 takes any free one */
export async function listener(port = 0, address = "127.0.0.1"): Promise<Listener> {
  const child = spawn(process.execPath, ["-e", program, String(port), address], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return {
    port: Number(line.toString()),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}
