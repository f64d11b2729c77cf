import * as net from "node:net";
import { setTimeout } from "node:timers/promises";
import type { FunctionProcess } from "./process";

/** Waits until a program listens on a port of the loopback, or has ended. */
export async function opened(port: number, { ended }: Pick<FunctionProcess, "ended">): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  while (!over && !(await connects(port))) await setTimeout(5);
}

const connects = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket
      .once("error", () => resolve(false))
      .once("connect", () => {
        socket.destroy();
        resolve(true);
      });
  });
