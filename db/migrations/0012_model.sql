-- Whoever chose "Tanpa AI" is answered by quoting alone: nothing of theirs is sent to a model.
ALTER TABLE people ADD COLUMN without_models boolean NOT NULL DEFAULT false;

-- The model that wrote an answer; null for one that only quotes.
ALTER TABLE answers ADD COLUMN model text;

-- Everything that was sent to a model, without its words: "sent_hash" is SHA-256 over what left the process, "cost" is in
-- rupiah, "kept" and "dropped" count the claims of an answer. A row is added before anything leaves, with the outcome 'sent' and the
-- highest cost that it may have, and completed once, when it has ended: that one change is all. One that stays 'sent' left a process
-- that did not live to see its end, and keeps that cost.
CREATE TABLE model_calls (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  purpose text NOT NULL CHECK (purpose IN ('write', 'embed', 'listen')),
  model text NOT NULL,
  prompt_version text,
  sent_hash text NOT NULL,
  tokens_in integer NOT NULL DEFAULT 0,
  tokens_out integer NOT NULL DEFAULT 0,
  cost numeric(14, 4) NOT NULL DEFAULT 0,
  ms integer NOT NULL,
  outcome text NOT NULL,
  kept integer,
  dropped integer
);
CREATE INDEX model_calls_at ON model_calls (at);

-- Models switched off and on again, by whom and why. Rows are added and never changed; the last one counts.
CREATE TABLE model_switches (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  person integer NOT NULL,
  off boolean NOT NULL,
  reason text NOT NULL DEFAULT ''
);

-- What a model wrote, by all that it was made from: question, conversation, sources and their version, model, prompt version.
-- "hits" counts how often it spared a call.
CREATE TABLE answer_cache (
  key text PRIMARY KEY,
  value jsonb NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz NOT NULL DEFAULT now(),
  hits integer NOT NULL DEFAULT 0
);
CREATE INDEX answer_cache_used ON answer_cache (used_at);

-- The models whose vectors are stored: one serves, another may be filling meanwhile and takes its place when it is whole. A model
-- whose vectors changed their length is another one. "trust" is how far nearness was seen to mean the same.
CREATE TABLE embedders (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model text NOT NULL,
  dimension integer NOT NULL,
  state text NOT NULL DEFAULT 'filling' CHECK (state IN ('filling', 'serving')),
  trust jsonb,
  made_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (model, dimension)
);
CREATE UNIQUE INDEX embedders_serving ON embedders (state) WHERE state = 'serving';

-- One vector per text and embedder, found by the SHA-256 of the text: what is unchanged is never sent again. The index over
-- the vectors of one embedder is made when they are whole, since it needs their dimension.
CREATE TABLE embeddings (
  embedder integer NOT NULL REFERENCES embedders ON DELETE CASCADE,
  hash text NOT NULL,
  embedding vector NOT NULL,
  PRIMARY KEY (embedder, hash)
);
