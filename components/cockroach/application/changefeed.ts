import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { RowSink } from "../../contracts";
import { changefeedOptions, type changefeedVariables } from "../sql/changefeed";

type Variables = Readonly<Record<(typeof changefeedVariables)[number], string>>;

/** The environment of the script that makes a changefeed; secret. */
export const changefeedEnvironment = ({ url, token }: RowSink): pulumi.Output<Variables> =>
  pulumi.secret(pulumi.all([url, token]).apply(([to, shown]) => environmentOf(to, shown)));

/** @throws RunError where the address cannot be one of a changefeed */
export function environmentOf(url: string, token: string): Variables {
  if (!url.startsWith("https://")) {
    throw new pulumi.RunError(
      `The changefeed's address is ${JSON.stringify(url)}. Allowed: one that begins with https://; CockroachDB calls no other.`,
    );
  }
  const header = `Bearer ${token}`;
  // It changes with all that the feed is made of; of the token it tells nothing, which is random and long.
  const version = createHash("sha256")
    .update(JSON.stringify([url, header, changefeedOptions]))
    .digest("hex")
    .slice(0, 16);
  return {
    CHANGEFEED_ADDRESS: `webhook-${url.replace(/\/$/, "")}/${version}`,
    CHANGEFEED_VERSION: version,
    CHANGEFEED_HEADER: header,
  };
}
