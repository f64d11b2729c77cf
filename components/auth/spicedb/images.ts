/** What runs where nothing else is said. */
export const officialImages = {
  /** The server, with grpc_health_probe beside it. */
  spicedb: "docker.io/authzed/spicedb:v1.56.2",
  /** The command that writes the schema. */
  zed: "docker.io/authzed/zed:v1.2.0",
} as const;

/** Images of the server and of the command that writes the schema. */
export type Images = { readonly [image in keyof typeof officialImages]: string };
