-- Everybody who ever wrote or pressed, as their channel knows them. "roles" say what they may do; "talk" is what is going on
-- with them (the conversation, a question that was asked back) and ends by time.
CREATE TABLE people (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel text NOT NULL,
  address text NOT NULL,
  name text NOT NULL,
  roles text[] NOT NULL DEFAULT '{}',
  talk jsonb NOT NULL DEFAULT '{}',
  -- False once the channel said that nothing reaches them: they blocked the bot, or the account is gone.
  reachable boolean NOT NULL DEFAULT true,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (channel, address)
);

-- What came in, stored before it is acknowledged. The unique key makes a repeated delivery harmless. "incoming" is emptied
-- when the work is done: what people wrote is kept no longer than it is needed.
CREATE TABLE inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,
  lane text NOT NULL,
  position bigint NOT NULL,
  incoming jsonb,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed', 'superseded', 'flooded')),
  -- What a failure is found by in the log.
  reference text,
  received_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX inbox_waiting ON inbox (lane, position) WHERE state = 'waiting';
CREATE INDEX inbox_ended ON inbox (ended_at) WHERE state <> 'waiting';

-- What is to be sent. "lane": 0 live replies, 1 single notices, 2 bulk. "part" counts the messages of the reply that were
-- sent. 'sending' is written before the request leaves; found after a crash it means that nobody knows ('unsure').
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lane smallint NOT NULL CHECK (lane BETWEEN 0 AND 2),
  channel text NOT NULL,
  chat text NOT NULL,
  place jsonb NOT NULL,
  reply jsonb NOT NULL,
  -- The message that this one takes the place of, by its reference.
  edits text,
  -- What it is about, e.g. 'ticket:42': a later one of the same subject edits the earlier message.
  subject text,
  -- Where it is told when this one does not arrive, or may not have.
  report_to jsonb,
  state text NOT NULL DEFAULT 'due'
    CHECK (state IN ('due', 'sending', 'sent', 'gone', 'unsure', 'refused', 'superseded', 'dismissed')),
  part integer NOT NULL DEFAULT 0,
  refs text[] NOT NULL DEFAULT '{}',
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  why text,
  made_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX outbox_due ON outbox (lane, id) WHERE state = 'due';
CREATE INDEX outbox_due_chat ON outbox (channel, chat, lane, id) WHERE state = 'due';
CREATE INDEX outbox_unsure ON outbox (id) WHERE state IN ('sending', 'unsure');
CREATE INDEX outbox_subject ON outbox (channel, chat, subject, id) WHERE subject IS NOT NULL;
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

-- Every question that was answered, as it was said: the buttons below it draw it again from here.
CREATE TABLE answers (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person integer NOT NULL REFERENCES people ON DELETE CASCADE,
  channel text NOT NULL,
  chat text NOT NULL,
  -- The id of the message that asked; an edit of it finds its answer so.
  message text,
  question text NOT NULL,
  -- The question as it was changed after the answer, until it is asked again.
  changed_question text,
  kind text NOT NULL,
  confidence real NOT NULL,
  reply jsonb NOT NULL,
  citations jsonb NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX answers_message ON answers (channel, chat, message);
CREATE INDEX answers_made ON answers (made_at);

-- What people thought of an answer: one judgement per person, the last one counts.
CREATE TABLE judgements (
  answer integer NOT NULL REFERENCES answers ON DELETE CASCADE,
  person integer NOT NULL REFERENCES people ON DELETE CASCADE,
  useful boolean NOT NULL,
  reason text,
  comment text,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (answer, person)
);

-- Who did what, and who was refused. Rows are added and never changed.
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  person integer NOT NULL,
  deed text NOT NULL,
  allowed boolean NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_at ON audit (at);
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are never changed or removed';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
