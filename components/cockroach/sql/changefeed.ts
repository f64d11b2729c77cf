import type { WatchedRows } from "../../contracts";
import { identifier, literal, rolesOf } from "./names";
import { listOf, type Rule } from "./rule";

/*
 * CockroachDB does not run here: what is said to it is what its documentation of 26.2 has ("CREATE CHANGEFEED", "Change Data
 * Capture Queries", "ALTER CHANGEFEED", "SHOW JOBS").
 */

/** Environment variables of the script: where rows are told, what that address ends in, and what is shown there. */
export const changefeedVariables = ["CHANGEFEED_ADDRESS", "CHANGEFEED_VERSION", "CHANGEFEED_HEADER"] as const;

/** What a changefeed of ours is like, beside its address; with no value where an option has none. */
export const changefeedOptions: readonly (readonly [name: string, value?: string])[] = [
  ["updated"],
  ["envelope", "wrapped"],
  // Each checkpoint is a write. What came after the last one is told again when the feed moves to another node.
  ["min_checkpoint_frequency", "30s"],
  // A function that is at zero starts first, and may have to wait for a node: the default is 3 seconds.
  ["webhook_client_timeout", "90s"],
  // Some batches wait for each other rather than each row for the one before. After two and a half minutes of retries the
  // changefeed says what is wrong, begins again where it was, and retries.
  [
    "webhook_sink_config",
    '{"Flush": {"Messages": 50, "Frequency": "100ms"}, "Retry": {"Max": 10, "Backoff": "500ms"}}',
  ],
  ["on_error", "fail"],
  // One that reaches nobody for so long is cancelled, and holds back no garbage: its address may be gone for ever.
  ["gc_protect_expires_after", "24h"],
];

/** What a job is that has not ended, and is not about to. */
const live = ["pending", "running", "retry-running", "pause-requested", "paused"];

/** Changefeeds that an application's owner has made, and that go on. */
const feedsOf = (database: string): string =>
  `[SHOW CHANGEFEED JOBS] WHERE user_name = ${literal(rolesOf(database).owner)} AND status IN ${listOf(live)}`;

/**
 * A psql script, for the database's owner, that has rows told to an address: by one changefeed, which it makes, or alters, or
 * leaves as it is. Which address and options it has is in the last part of the address, because `SHOW CHANGEFEED JOBS` tells
 * that and hides the header. It can be interrupted at any point.
 */
export function changefeedScript(database: string, { table, columns, condition }: WatchedRows): string {
  const select = `SELECT ${columns.map(identifier).join(", ")} FROM ${identifier(table)}`;
  const settings = changefeedOptions.map(([name, value]) =>
    value === undefined ? name : `${name} = ${literal(value)}`,
  );
  const options = (more: readonly string[]) =>
    [...settings, "webhook_auth_header = :'header'", ...more].join(",\n    ");
  return `\\set ON_ERROR_STOP on
\\set SHOW_CONTEXT never
\\getenv address CHANGEFEED_ADDRESS
\\getenv version CHANGEFEED_VERSION
\\getenv header CHANGEFEED_HEADER

GRANT CHANGEFEED ON TABLE ${identifier(table)} TO ${identifier(rolesOf(database).owner)};

SELECT count(*) > 0 AS found, coalesce(bool_or(same), false) AS same,
    (array_agg(job_id ORDER BY same DESC, job_id DESC))[1] AS feed
  FROM (SELECT job_id, strpos(sink_uri, :'version') > 0 AS same FROM ${feedsOf(database)}) AS feeds \\gset
\\if :found
SELECT 'CANCEL JOB ' || job_id::text FROM ${feedsOf(database)} AND job_id <> :feed \\gexec
\\if :same
SELECT 'RESUME JOB ' || job_id::text FROM ${feedsOf(database)} AND job_id = :feed AND status = 'paused' \\gexec
\\else
SELECT 'PAUSE JOB ' || job_id::text FROM ${feedsOf(database)} AND job_id = :feed AND status NOT IN ('pause-requested', 'paused') \\gexec
-- Up to a minute, until the node that runs it has paused it.
SELECT format('SELECT pg_sleep(0.5) FROM [SHOW CHANGEFEED JOB %s] WHERE status = ''pause-requested''', :'feed')
  FROM generate_series(1, 120) \\gexec
ALTER CHANGEFEED :feed SET
    ${options(["sink = :'address'"])};
RESUME JOB :feed;
\\endif
\\else
CREATE CHANGEFEED INTO :'address' WITH
    ${options(["initial_scan = 'yes'"])}
  AS ${select} WHERE event_op() != 'delete' AND (${condition});
\\endif
`;
}

/** Changefeeds that nobody wants any more. */
export function strayChangefeeds(database: string): Rule {
  return {
    drift: `format('changefeed %s of ${rolesOf(database).owner} goes on, and nothing wants it', job_id::text)`,
    repair: "'CANCEL JOB ' || job_id::text",
    rows: `FROM ${feedsOf(database)}`,
  };
}

/** The one that is wanted. */
export function missingChangefeed(database: string): Rule {
  return {
    drift: literal(`no changefeed of ${rolesOf(database).owner} tells of its rows`),
    rows: `WHERE NOT EXISTS (SELECT 1 FROM ${feedsOf(database)} AND status <> 'paused')`,
  };
}
