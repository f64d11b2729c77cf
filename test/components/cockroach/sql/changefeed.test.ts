import { changefeedScript } from "../../../../components/cockroach/sql/changefeed";
import type { ApplicationDatabaseSpec } from "../../../../components/cockroach/sql/dialect";
import { checkScript, setupScript } from "../../../../components/cockroach/sql/script";
import { writtenEvents } from "../../../../components/events/ledger/feed";

/* CockroachDB does not run here: every statement is written out, to be compared with its documentation. */

const feeds =
  "[SHOW CHANGEFEED JOBS] WHERE user_name = 'shop_owner' AND status IN " +
  "('pending', 'running', 'retry-running', 'pause-requested', 'paused')";

const options = `updated,
    envelope = 'wrapped',
    min_checkpoint_frequency = '30s',
    webhook_client_timeout = '90s',
    webhook_sink_config = '{"Flush": {"Messages": 50, "Frequency": "100ms"}, "Retry": {"Max": 10, "Backoff": "500ms"}}',
    on_error = 'fail',
    gc_protect_expires_after = '24h',
    webhook_auth_header = :'header',`;

test("one changefeed tells of written events: it is made, altered, or left as it is", () => {
  expect(changefeedScript("shop", writtenEvents)).toBe(`\\set ON_ERROR_STOP on
\\set SHOW_CONTEXT never
\\getenv address CHANGEFEED_ADDRESS
\\getenv version CHANGEFEED_VERSION
\\getenv header CHANGEFEED_HEADER

GRANT CHANGEFEED ON TABLE "outbox_events" TO "shop_owner";

SELECT count(*) > 0 AS found, coalesce(bool_or(same), false) AS same,
    (array_agg(job_id ORDER BY same DESC, job_id DESC))[1] AS feed
  FROM (SELECT job_id, strpos(sink_uri, :'version') > 0 AS same FROM ${feeds}) AS feeds \\gset
\\if :found
SELECT 'CANCEL JOB ' || job_id::text FROM ${feeds} AND job_id <> :feed \\gexec
\\if :same
SELECT 'RESUME JOB ' || job_id::text FROM ${feeds} AND job_id = :feed AND status = 'paused' \\gexec
\\else
SELECT 'PAUSE JOB ' || job_id::text FROM ${feeds} AND job_id = :feed AND status NOT IN ('pause-requested', 'paused') \\gexec
-- Up to a minute, until the node that runs it has paused it.
SELECT format('SELECT pg_sleep(0.5) FROM [SHOW CHANGEFEED JOB %s] WHERE status = ''pause-requested''', :'feed')
  FROM generate_series(1, 120) \\gexec
ALTER CHANGEFEED :feed SET
    ${options}
    sink = :'address';
RESUME JOB :feed;
\\endif
\\else
CREATE CHANGEFEED INTO :'address' WITH
    ${options}
    initial_scan = 'yes'
  AS SELECT "source", "id" FROM "outbox_events" WHERE event_op() != 'delete' AND (attempts = 0);
\\endif
`);
});

test("what its owner is called cannot end a statement", () => {
  const watched = { table: 'a"b', columns: ['c"d'], condition: "true" };
  const script = changefeedScript("it's", watched);
  expect(script).toContain(`GRANT CHANGEFEED ON TABLE "a""b" TO "it's_owner";`);
  expect(script).toContain("user_name = 'it''s_owner'");
  expect(script).toContain(`AS SELECT "c""d" FROM "a""b" WHERE`);
});

const spec: ApplicationDatabaseSpec = {
  name: "shop",
  engine: "cockroach",
  madeBy: "api",
  wholeServer: true,
  mark: "cakestack/dev",
  connections: 4,
};
const cancelled = `'CANCEL JOB ' || job_id::text FROM ${feeds}`;
const stray = "changefeed %s of shop_owner goes on, and nothing wants it";
const missing = "no changefeed of shop_owner tells of its rows";

test("one that nothing wants any more is cancelled, and the check says so", () => {
  expect(setupScript(spec)).toContain(cancelled);
  expect(checkScript(spec)).toContain(stray);
  expect(checkScript(spec)).not.toContain(missing);
});

test("one that is wanted stays, and the check misses it; the script before it does not", () => {
  const watched = { ...spec, changefeed: true };
  expect(setupScript(watched)).not.toMatch(/CANCEL JOB|CHANGEFEED/);
  expect(checkScript(watched)).toContain(
    `'${missing}' WHERE NOT EXISTS (SELECT 1 FROM ${feeds} AND status <> 'paused')`,
  );
  expect(checkScript(watched)).not.toContain(stray);
});

test("PostgreSQL hears nothing of changefeeds", () => {
  const postgres: ApplicationDatabaseSpec = { ...spec, engine: "postgres", madeBy: "sql" };
  expect(setupScript(postgres) + checkScript(postgres)).not.toMatch(/changefeed/i);
});
