import * as net from "node:net";
import type * as tls from "node:tls";
import { routingIdOf } from "../hosts";
import { manager } from "../postgres/names";
import type { Server } from "../postgres/server";
import { socketIn } from "../postgres/session";
import { isAdministrator } from "../postgres/users";
import { greet, type Greeting } from "./greeting";
import { Refusal, refused } from "./refusal";
import { forPostgres, startOf } from "./start";
import { fatal, startMessage } from "./wire";

/** Who may come in. */
export interface Gate {
  /**
   * @param source address that the connection comes from
   * @throws Refusal
   */
  admit(routingId: string, source: string): Server;
}

interface Session {
  readonly routingId: string;
  readonly source: string;
  readonly stream: tls.TLSSocket;
  /** Of the server. */
  readonly socket: string;
}

/** How long a client may take until its session starts. */
const patience = 10_000;

/**
 * Stands before the databases, as a proxy does on the real service: one port for all clusters, which ends the
 * encryption, finds the cluster by the name that the client connects to, and holds the IP allowlists.
 */
export class Proxy {
  private readonly connections = new Set<net.Socket>();
  private readonly sessions = new Set<Session>();

  constructor(
    private readonly context: tls.SecureContext,
    private readonly gate: Gate,
  ) {}

  /** Takes a connection. */
  accept(connection: net.Socket, source: string): void {
    this.connections.add(connection);
    connection.once("close", () => this.connections.delete(connection));
    connection.on("error", () => connection.destroy());
    connection.setTimeout(patience, () => connection.destroy());
    this.open(connection, source).catch(() => connection.destroy());
  }

  /** Cuts the sessions that would not be let in any more. */
  recheck(): void {
    for (const { routingId, source, stream } of this.sessions) {
      try {
        this.gate.admit(routingId, source);
      } catch {
        stream.destroy();
      }
    }
  }

  /** Cuts everything. */
  stop(): void {
    for (const connection of this.connections) connection.destroy();
  }

  private async open(connection: net.Socket, source: string): Promise<void> {
    const greeting = await greet(connection, this.context);
    switch (greeting?.kind) {
      case "start":
        try {
          await this.start(connection, source, greeting);
        } catch (error) {
          refuse(greeting.stream, error);
        }
        break;
      case "cancel":
        connection.end();
        this.cancel(greeting.message);
        break;
      case "refused":
        refuse(connection, greeting.refusal);
        break;
      case undefined:
        connection.destroy();
    }
  }

  private async start(
    connection: net.Socket,
    source: string,
    { host, opening, stream }: Extract<Greeting, { kind: "start" }>,
  ): Promise<void> {
    const start = startOf(opening.parameters);
    const routingId = (host && routingIdOf(host)) ?? start.cluster;
    if (routingId === undefined) {
      throw refused(
        "codeParamsRoutingFailed",
        "missing cluster identifier",
        "connect to a cluster's host name",
      );
    }
    const server = this.gate.admit(routingId, source);
    if (start.user === manager) {
      throw new Refusal("28P01", `password authentication failed for user "${manager}"`, "");
    }
    const socket = socketIn(await server.start());
    const parameters = forPostgres(start, await isAdministrator(server, start.user));
    connection.setTimeout(0);
    this.join({ routingId, source, stream, socket }, startMessage(opening.version, parameters));
  }

  private join(session: Session, message: Buffer): void {
    const { stream, socket } = session;
    const backend = net.connect(socket);
    this.sessions.add(session);
    stream.once("close", () => {
      this.sessions.delete(session);
      backend.destroy();
    });
    backend.once("error", () => stream.destroy());
    backend.write(message);
    stream.pipe(backend).pipe(stream);
  }

  /** It names a session by a number and a secret, and not its server; the others ignore what is not theirs. */
  private cancel(message: Buffer): void {
    for (const socket of new Set([...this.sessions].map((session) => session.socket))) {
      const connection = net.connect(socket);
      connection.on("error", () => connection.destroy());
      connection.end(message);
    }
  }
}

function refuse(connection: net.Socket, error: unknown): void {
  const { message } = error as Error;
  const isKnown = error instanceof Refusal;
  connection.end(isKnown ? fatal(error.sqlState, message, error.hint) : fatal("XX000", message, "emulated"));
}
