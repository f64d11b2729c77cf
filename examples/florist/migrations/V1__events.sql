-- What an application's database keeps of its events, so that none is lost and none has its effect twice.

-- Events that were handled, once for each function that handled them.
CREATE TABLE handled_events (
  -- The function, as it is named in its own events: /functions/notify.
  handler text NOT NULL,
  source  text NOT NULL,
  id      text NOT NULL,
  at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (handler, source, id)
);

-- Events that were written along with a change of data, until all functions that they are for have handled them.
CREATE TABLE outbox_events (
  source   text NOT NULL,
  id       text NOT NULL,
  seq      bigint GENERATED ALWAYS AS IDENTITY,
  -- Of events with the same key each goes out when the one before is handled; without a key the order is any.
  key      text,
  -- All of it, in CloudEvents' JSON format.
  content  jsonb NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  next_at  timestamptz NOT NULL DEFAULT now(),
  -- Whether the bus has had it.
  taken    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (source, id)
);
CREATE INDEX outbox_events_key ON outbox_events (key, seq);

-- Dead letters: events that a function did not handle, once for each of those functions.
CREATE TABLE dead_letters (
  letter  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  handler text NOT NULL,
  source  text NOT NULL,
  id      text NOT NULL,
  content jsonb NOT NULL,
  -- What the function answered at last, and with what.
  status  text,
  reason  text,
  -- How often it became a dead letter, and when at last.
  times   int NOT NULL DEFAULT 1,
  at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (handler, source, id)
);
