/** The Node that functions run on: one of long-term support. */
export const functionNode = "24.21.0";

/** What functions are built on where an image can be pulled: the official one of that Node. */
export const nodeImage = `docker.io/library/node:${functionNode}-bookworm-slim`;
