CREATE TABLE shops (
  id   text PRIMARY KEY,
  name text NOT NULL
);
INSERT INTO shops VALUES ('main', 'The florist');

CREATE TABLE drivers (
  name text PRIMARY KEY
);
INSERT INTO drivers VALUES ('Dario'), ('Eva');

CREATE TABLE orders (
  id        text PRIMARY KEY,
  shop      text NOT NULL REFERENCES shops,
  -- Who took it, by the id in tokens.
  taken_by  text NOT NULL,
  placed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE deliveries (
  order_id    text PRIMARY KEY REFERENCES orders,
  driver      text NOT NULL REFERENCES drivers,
  assigned_at timestamptz NOT NULL DEFAULT now()
);

-- What was told to whom: to the customer of an order, or to a driver about a day.
CREATE TABLE messages (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text REFERENCES orders,
  driver   text REFERENCES drivers,
  text     text NOT NULL,
  told_at  timestamptz NOT NULL DEFAULT now()
);
