-- An event that a function did not handle, once for each of those functions.
CREATE TABLE letters (
  id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The address of the function.
  target  text NOT NULL,
  source  text NOT NULL,
  event   text NOT NULL,
  type    text NOT NULL,
  -- All of it, in CloudEvents' JSON format.
  content jsonb NOT NULL,
  -- What the function answered at last, and with what.
  status  text,
  reason  text,
  -- How often it became a dead letter, and when at last.
  times   int NOT NULL DEFAULT 1,
  at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (target, source, event)
);
