-- An entry of the FAQ and where it is in its life. What it says is in its versions. Numbers below 1000 are of entries that come
-- with the program, so that later ones of those never meet an entry of the unit.
CREATE TABLE faqs (
  id integer PRIMARY KEY CHECK (id > 0),
  -- The version that answers; null: none does.
  published integer,
  -- A later version that does not answer yet, and how far it is; null: none.
  proposed integer,
  proposed_state text CHECK (proposed_state IN ('draf', 'ditinjau')),
  -- Counts every change of any kind: a form or button says which it was made from.
  revision integer NOT NULL DEFAULT 1,
  owner integer REFERENCES people,
  -- The day until which somebody shall look at it again, in the zone of the unit.
  review_by date,
  reviewed_at timestamptz,
  -- For which review day the owner was reminded.
  reminded_for date,
  -- When a provision that it rests on changed, and which; null once somebody has looked at it again.
  basis_changed_at timestamptz,
  basis_changed jsonb,
  basis_told_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_why text,
  -- It came with the program and nobody here has changed it: a later version of the program may.
  shipped boolean NOT NULL DEFAULT false,
  -- The group of unanswered questions it was written for.
  gap integer,
  made_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((proposed IS NULL) = (proposed_state IS NULL))
);
CREATE INDEX faqs_review ON faqs (review_by) WHERE published IS NOT NULL AND withdrawn_at IS NULL;

-- Every version of an entry, never changed but for what became of it. "content" is a FaqContent.
CREATE TABLE faq_versions (
  faq integer NOT NULL REFERENCES faqs ON DELETE CASCADE,
  version integer NOT NULL,
  content jsonb NOT NULL,
  -- 'bersama': another change of the same version came first; it waits for its writer to decide.
  state text NOT NULL CHECK (state IN ('draf', 'ditinjau', 'terbit', 'lama', 'dikembalikan', 'dibuang', 'bersama')),
  -- The version it was made from; null for a first one.
  made_from integer,
  -- Null: it came with the program, or from the command line.
  author integer REFERENCES people,
  made_at timestamptz NOT NULL DEFAULT now(),
  decided_by integer REFERENCES people,
  decided_at timestamptz,
  note text,
  -- The upload that it came with.
  upload integer,
  PRIMARY KEY (faq, version)
);

-- What changed in the knowledge, so that every process can load just that. "version" grows by one with each change; the single
-- row of knowledge_state is locked while one is made, so that a later number is never seen before an earlier one.
CREATE TABLE knowledge_state (single boolean PRIMARY KEY DEFAULT true CHECK (single), version integer NOT NULL DEFAULT 0);
INSERT INTO knowledge_state DEFAULT VALUES;
CREATE TABLE knowledge_changes (
  version integer NOT NULL,
  document text NOT NULL,
  -- Of single passages their ordinals; null: the whole document.
  ordinals integer[],
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX knowledge_changes_version ON knowledge_changes (version);

-- A document as it was before it was replaced: passages as they were stored, without their terms.
ALTER TABLE documents ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE documents ADD COLUMN brought_by integer REFERENCES people;
CREATE TABLE document_versions (
  document text NOT NULL,
  version integer NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  short text NOT NULL,
  source_hash text NOT NULL,
  source_text text NOT NULL,
  meta jsonb NOT NULL,
  passages jsonb NOT NULL,
  brought_by integer REFERENCES people,
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (document, version)
);
-- "document" mengubah or mencabut "other".
CREATE TABLE document_relations (
  document text NOT NULL,
  verb text NOT NULL CHECK (verb IN ('mengubah', 'mencabut')),
  other text NOT NULL,
  by_person integer REFERENCES people,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (document, other),
  CHECK (document <> other)
);

-- Questions that were not answered well, grouped by what they mean.
CREATE TABLE gaps (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The question that stands for the group, without personal data.
  question text NOT NULL,
  state text NOT NULL DEFAULT 'terbuka' CHECK (state IN ('terbuka', 'dikerjakan', 'terjawab', 'diabaikan')),
  faq integer REFERENCES faqs,
  decided_by integer REFERENCES people,
  decided_at timestamptz,
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE gap_answers (
  answer integer PRIMARY KEY REFERENCES answers ON DELETE CASCADE,
  gap integer NOT NULL REFERENCES gaps ON DELETE CASCADE
);
CREATE INDEX gap_answers_gap ON gap_answers (gap);
-- Who wants to be told when there is an answer to what they asked.
CREATE TABLE wishes (
  answer integer NOT NULL REFERENCES answers ON DELETE CASCADE,
  person integer NOT NULL REFERENCES people ON DELETE CASCADE,
  made_at timestamptz NOT NULL DEFAULT now(),
  told_at timestamptz,
  PRIMARY KEY (answer, person)
);

-- A file that a trainer gave: a list of FAQ or a document. It is read, shown, and taken over once somebody else confirmed it.
CREATE TABLE uploads (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file integer REFERENCES files ON DELETE SET NULL,
  name text NOT NULL,
  person integer NOT NULL REFERENCES people,
  -- Where its card is, besides the channel of the trainers: where it was given.
  place jsonb NOT NULL,
  kind text CHECK (kind IN ('faq', 'dokumen')),
  state text NOT NULL DEFAULT 'dibaca'
    CHECK (state IN ('dibaca', 'siap', 'ditolak', 'diterapkan', 'selesai', 'dibuang', 'gagal')),
  revision integer NOT NULL DEFAULT 1,
  -- What the card shows: counts, examples, wrong rows. Small.
  found jsonb,
  -- What is taken over once confirmed; emptied when it is over.
  payload jsonb,
  -- What the trainer chose: the document that it changes or revokes.
  chosen jsonb NOT NULL DEFAULT '{}',
  -- {done, total} of reading or taking over.
  progress jsonb,
  shown_at timestamptz,
  why text,
  decided_by integer REFERENCES people,
  decided_at timestamptz,
  made_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX uploads_open ON uploads (id) WHERE state IN ('dibaca', 'siap', 'diterapkan');
