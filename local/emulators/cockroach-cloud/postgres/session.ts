import { Client, type ClientConfig } from "pg";

/** Names the socket of a server; nothing listens on a real port of that number. */
const port = 5432;

/** Whose session, and in which database. */
export type Login = Required<Pick<ClientConfig, "user" | "password" | "database">>;

/** Runs statements in one session on a server that listens on a socket in a folder. */
export async function withSession<T>(
  folder: string,
  login: Login,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ ...login, host: folder, port, ssl: false });
  // A session that is cut fails the statement, which says so; without a listener it would end this process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The socket of a server, by the folder it is in. */
export const socketIn = (folder: string): string => `${folder}/.s.PGSQL.${port}`;
