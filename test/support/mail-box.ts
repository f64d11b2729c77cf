import { once } from "node:events";
import * as net from "node:net";
import { createInterface } from "node:readline";

/** A mail server on a free port of the loopback, which takes everything (RFC 5321, without TLS) and keeps it. */
export class MailBox {
  /** Whole mails, in the order in which they came. */
  readonly mails: string[] = [];
  private readonly connections = new Set<net.Socket>();

  private constructor(private readonly server: net.Server) {}

  static async open(): Promise<MailBox> {
    const server = net.createServer();
    const box = new MailBox(server);
    server.on("connection", (connection) => {
      box.connections.add(connection);
      connection.once("close", () => box.connections.delete(connection));
      box.talk(connection);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return box;
  }

  get port(): number {
    return (this.server.address() as net.AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.destroy();
    this.server.close();
    await once(this.server, "close");
  }

  private talk(connection: net.Socket): void {
    const say = (line: string) => connection.write(`${line}\r\n`);
    let mail: string[] | undefined;
    say("220 mail.test");
    createInterface({ input: connection }).on("line", (line) => {
      if (mail && line !== ".") return void mail.push(line);
      if (mail) {
        this.mails.push(decoded(mail.join("\r\n")));
        mail = undefined;
        return void say("250 taken");
      }
      if (/^DATA/i.test(line)) mail = [];
      say(/^DATA/i.test(line) ? "354 go on" : /^QUIT/i.test(line) ? "221 bye" : "250 yes");
    });
  }
}

/** Of quoted-printable (RFC 2045, 6.7): what is longer than a line is one line again. */
const decoded = (mail: string): string =>
  mail
    .replaceAll(/=\r\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
