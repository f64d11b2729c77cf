import type { PodConnection } from "./contracts";

/*
 * The authority of a database, as pods have it: the one part of a connection that is a file, because the addresses in its
 * Secret name one. Whoever makes the Secret and whoever mounts it must mean the same place.
 */

/** The key of a connection's Secret with the authority that the server is verified with. */
export const authorityKey = "ca.crt";

/** The folder that it is mounted in. */
export const authorityFolder = "/var/run/cakestack/database";

/** The file that addresses name. */
export const authorityFile = `${authorityFolder}/${authorityKey}`;

/** Only the authority, which a public one does not need: the rest of the connection is in the environment. */
export function authorityVolume({ secret }: Pick<PodConnection, "secret">): object {
  const items = [{ key: authorityKey, path: authorityKey }];
  return { name: "database", secret: { secretName: secret, items, optional: true } };
}

/** What mounts `authorityVolume`. */
export const authorityMount = { name: "database", mountPath: authorityFolder, readOnly: true } as const;
