CREATE EXTENSION IF NOT EXISTS vector;

-- One row per source that was read: a regulation, a guide, a list of terms. The whole text is kept, so that passages can
-- be made anew without the file; source_hash tells whether the file has changed.
CREATE TABLE documents (
  id text PRIMARY KEY,
  kind text NOT NULL,
  title text NOT NULL,
  short text NOT NULL,
  source_hash text NOT NULL,
  source_text text NOT NULL,
  meta jsonb NOT NULL DEFAULT '{}',
  ingested_at timestamptz NOT NULL DEFAULT now()
);

-- The pieces of a document that can be found and cited, in reading order. "parent" is the ordinal of the piece that
-- holds this one; "address" is where it stands in the document; "terms" are the words it is found by.
CREATE TABLE passages (
  document text NOT NULL REFERENCES documents ON DELETE CASCADE,
  ordinal integer NOT NULL,
  parent integer,
  kind text NOT NULL,
  address jsonb NOT NULL,
  heading jsonb NOT NULL DEFAULT '[]',
  lead text NOT NULL DEFAULT '',
  text text NOT NULL,
  extra jsonb NOT NULL DEFAULT '{}',
  terms text NOT NULL DEFAULT '',
  PRIMARY KEY (document, ordinal)
);

-- Questions of which the right answer is known, with the place in the document that answers them (none: unanswerable).
CREATE TABLE examples (
  document text NOT NULL REFERENCES documents ON DELETE CASCADE,
  ordinal integer NOT NULL,
  question text NOT NULL,
  kind text NOT NULL,
  address jsonb,
  extra jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (document, ordinal)
);

-- Numbers learned from the examples, such as thresholds; "made_from" is a hash of what they were learned from.
CREATE TABLE calibrations (
  name text PRIMARY KEY,
  made_from text NOT NULL,
  value jsonb NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
