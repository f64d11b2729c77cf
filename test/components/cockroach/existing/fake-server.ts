import { once } from "node:events";
import * as net from "node:net";
import * as tls from "node:tls";
import { selfSigned } from "../../../support/certificate";

/** What a fake server says of itself. */
export interface Answers {
  readonly version: string;
  readonly rights?: {
    readonly isSuper?: boolean;
    readonly createsDatabases?: boolean;
    readonly createsRoles?: boolean;
  };
  readonly most?: string;
  readonly reserved?: string;
}

/** A server on 127.0.0.1, with its certificate where it has one. */
export interface FakeServer {
  readonly port: number;
  readonly cert: string;
  stop(): Promise<void>;
}

/** Serves connections of a kind that no real server here is. */
export async function fakeServer(serve: (socket: net.Socket) => void, cert = ""): Promise<FakeServer> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    serve(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as net.AddressInfo;
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), "close");
  };
  return { port, cert, stop };
}

/**
 * Speaks as much of PostgreSQL's protocol as one simple query needs: for versions that cannot run here, CockroachDB
 * among them.
 */
export function fakePostgres({ version, rights = {}, most, reserved }: Answers): Promise<FakeServer> {
  const { key, cert } = selfSigned();
  const { isSuper = false, createsDatabases = true, createsRoles = true } = rights;
  const truth = (value: boolean) => (value ? "t" : "f");
  const row = [version, truth(isSuper), truth(createsDatabases), truth(createsRoles), most, reserved];
  return fakeServer((socket) => {
    // The first message asks for TLS.
    socket.once("data", () => {
      socket.write("S");
      const secure = new tls.TLSSocket(socket, { isServer: true, key, cert }).on("error", () => undefined);
      secure.once("data", () => {
        secure.write(Buffer.concat([message("R", int32(0)), message("Z", Buffer.from("I"))]));
        secure.once("data", () => secure.write(answer(row)));
      });
    });
  }, cert);
}

const boolean = 16;
const text = 25;
const columns: readonly [name: string, type: number][] = [
  ["version", text],
  ["isSuper", boolean],
  ["createsDatabases", boolean],
  ["createsRoles", boolean],
  ["most", text],
  ["reserved", text],
];

function answer(row: readonly (string | undefined)[]): Buffer {
  const description = columns.map(([name, type]) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int32(0),
      int16(0),
      int32(type),
      int16(-1),
      int32(-1),
      int16(0),
    ]),
  );
  const values = row.map((value) =>
    value === undefined ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]),
  );
  return Buffer.concat([
    message("T", int16(columns.length), ...description),
    message("D", int16(row.length), ...values),
    message("C", Buffer.from("SELECT 1\0")),
    message("Z", Buffer.from("I")),
  ]);
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}
