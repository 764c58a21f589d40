-- Complaints, requests and suggestions, from the moment they were confirmed. "state" changes only by the moves of
-- handlers/rules/ticket.ts, each with a row in ticket_events.
CREATE TABLE tickets (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What people say: L-2026-00042. The year is that of the unit's zone.
  number text NOT NULL UNIQUE,
  -- Of the thing that came in and opened it: working on it twice opens one ticket.
  key text NOT NULL UNIQUE,
  -- Absent for somebody who came or called: then "reporter_name" and "contact" say who. "contact" is shown on an audited press only.
  reporter integer REFERENCES people,
  reporter_name text NOT NULL,
  contact text,
  origin text NOT NULL CHECK (origin IN ('internet', 'telepon', 'langsung')),
  kind text NOT NULL CHECK (kind IN ('gangguan', 'permintaan', 'keluhan', 'saran')),
  category text NOT NULL,
  package_code text,
  -- Without personal data; "original" is what was typed where something was taken out.
  description text NOT NULL,
  original text,
  -- The reporter said that a deadline is less than 24 hours away.
  urgent boolean NOT NULL,
  -- The matter of Pasal 3 ayat (3) that it is about, where the reporter insisted.
  beyond_authority text,
  -- Allegations about staff or integrity: seen by few.
  restricted boolean NOT NULL,
  priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
  state text NOT NULL DEFAULT 'baru' CHECK (state IN
    ('baru', 'diambil', 'menunggu_pengguna', 'di_lkpp', 'selesai', 'ditutup', 'ditolak', 'dibuka_kembali')),
  bidang text NOT NULL DEFAULT 'lpd',
  assignee integer REFERENCES people,
  -- An officer gave the conversation back to the bot.
  with_bot boolean NOT NULL DEFAULT false,
  -- While a person has it in hand, the bot leaves the reporter's messages to that person.
  attended boolean NOT NULL GENERATED ALWAYS AS
    (assignee IS NOT NULL AND NOT with_bot AND state IN ('diambil', 'menunggu_pengguna', 'di_lkpp', 'dibuka_kembali')) STORED,
  merged_into integer REFERENCES tickets,
  -- The answer of the bot that did not help.
  answer integer REFERENCES answers ON DELETE SET NULL,
  resolution text,
  lkpp_ground text CHECK (lkpp_ground IN ('a', 'b')),
  lkpp_number text,
  opened_at timestamptz NOT NULL,
  -- When the clocks began anew: opened, or reopened.
  counted_from timestamptz NOT NULL,
  responded_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  changed_at timestamptz NOT NULL,
  -- Service time up to the last pause, and since when it runs; null while it is paused. Time at LKPP is counted apart.
  spent_ms bigint NOT NULL DEFAULT 0,
  running_since timestamptz,
  lkpp_ms bigint NOT NULL DEFAULT 0,
  lkpp_since timestamptz,
  response_due timestamptz,
  resolution_due timestamptz,
  alarms text[] NOT NULL DEFAULT '{}',
  next_alarm text,
  next_alarm_at timestamptz,
  stars smallint CHECK (stars BETWEEN 1 AND 5),
  stars_comment text,
  words tsvector NOT NULL GENERATED ALWAYS AS
    (to_tsvector('indonesian', description || ' ' || coalesce(resolution, '') || ' ' || reporter_name)) STORED
);
CREATE INDEX tickets_reporter ON tickets (reporter, id);
-- Open ones, the next to be due first: all, unassigned, of an officer, of a Bidang; and their counts.
CREATE INDEX tickets_open ON tickets (least(response_due, resolution_due), id)
  WHERE resolved_at IS NULL AND closed_at IS NULL;
CREATE INDEX tickets_open_unassigned ON tickets (least(response_due, resolution_due), id)
  WHERE resolved_at IS NULL AND closed_at IS NULL AND assignee IS NULL;
CREATE INDEX tickets_open_assignee ON tickets (assignee, least(response_due, resolution_due), id)
  WHERE resolved_at IS NULL AND closed_at IS NULL;
CREATE INDEX tickets_open_bidang ON tickets (bidang, least(response_due, resolution_due), id)
  WHERE resolved_at IS NULL AND closed_at IS NULL;
CREATE INDEX tickets_open_counts ON tickets (bidang, state, assignee, restricted, response_due, resolution_due)
  WHERE resolved_at IS NULL AND closed_at IS NULL;
CREATE INDEX tickets_standing ON tickets (state, id) WHERE state IN ('menunggu_pengguna', 'di_lkpp');
CREATE INDEX tickets_resolved ON tickets (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX tickets_package ON tickets (package_code, id) WHERE package_code IS NOT NULL;
CREATE INDEX tickets_words ON tickets USING gin (words);
CREATE INDEX tickets_alarm ON tickets (next_alarm_at) WHERE next_alarm_at IS NOT NULL;
CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_opened ON tickets (opened_at);

-- The last number given out in each year.
CREATE TABLE ticket_numbers (
  year integer PRIMARY KEY,
  last integer NOT NULL
);

-- Every change: who, when, what, from where. Rows are added and never changed. "detail" holds no words of people.
CREATE TABLE ticket_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket integer NOT NULL REFERENCES tickets,
  at timestamptz NOT NULL,
  -- Absent for what time did.
  person integer,
  -- 'telegram', 'slack' or 'clock'.
  source text NOT NULL,
  deed text NOT NULL,
  state_before text,
  state_after text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX ticket_events_ticket ON ticket_events (ticket, id);
CREATE INDEX ticket_events_at ON ticket_events (at);
CREATE TRIGGER ticket_events_append_only BEFORE UPDATE OR DELETE ON ticket_events
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- What was said in a ticket. 'in': by the reporter. 'out': by an officer to the reporter. 'internal': among officers.
CREATE TABLE ticket_messages (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket integer NOT NULL REFERENCES tickets,
  at timestamptz NOT NULL,
  author integer REFERENCES people,
  direction text NOT NULL CHECK (direction IN ('in', 'out', 'internal')),
  -- Without personal data; "original" is what was typed where something was taken out.
  text text NOT NULL,
  original text,
  -- The message of the channel that brought it.
  channel text,
  chat text,
  message text,
  -- It replaces this earlier one.
  revises integer REFERENCES ticket_messages,
  -- For 'out': the letter that takes it to the reporter, and the state of that letter that officers were last shown.
  letter bigint,
  delivery text
);
CREATE INDEX ticket_messages_ticket ON ticket_messages (ticket, id);
CREATE INDEX ticket_messages_message ON ticket_messages (channel, chat, message);
CREATE INDEX ticket_messages_undelivered ON ticket_messages (letter) WHERE letter IS NOT NULL AND delivery NOT IN ('sent', 'dismissed');

-- Files that people sent for a ticket, or that were made for one. The bytes are in the file store under "place".
CREATE TABLE files (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Who sent it; absent for one that was made here.
  person integer REFERENCES people,
  -- Absent while the form is not confirmed.
  ticket integer REFERENCES tickets,
  message integer REFERENCES ticket_messages,
  -- 'in': from the reporter to the officers. 'out': from an officer to the reporter. 'packet': for LKPP.
  direction text NOT NULL CHECK (direction IN ('in', 'out', 'packet')),
  channel text,
  -- Under which the channel hands it out.
  reference text,
  kind text,
  name text NOT NULL,
  -- For 'packet': what it is made of.
  recipe jsonb,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'stored', 'refused')),
  -- It was handed on to those it is for.
  passed_on boolean NOT NULL DEFAULT false,
  -- For 'refused': 'too-big', 'type', 'gone', 'empty' or 'failed'.
  why text,
  attempts integer NOT NULL DEFAULT 0,
  -- When fetching is tried (again); at first at once.
  due_at timestamptz NOT NULL DEFAULT 'epoch',
  -- The real content type, by its bytes.
  type text,
  bytes integer,
  sha256 text,
  place text,
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX files_ticket ON files (ticket, id) WHERE ticket IS NOT NULL;
CREATE INDEX files_waiting ON files (due_at) WHERE state = 'waiting';
CREATE INDEX files_unpassed ON files (id) WHERE NOT passed_on AND state <> 'waiting';
CREATE INDEX files_draft ON files (person, id) WHERE ticket IS NULL;

-- An answer of the knowledge that an officer may send.
CREATE TABLE suggestions (
  ticket integer PRIMARY KEY REFERENCES tickets,
  reply jsonb NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'dropped'))
);

-- Many tickets of one category within minutes.
CREATE TABLE storms (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  category text NOT NULL,
  began_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL
);
CREATE INDEX storms_last ON storms (category, last_at);
ALTER TABLE tickets ADD COLUMN storm integer REFERENCES storms;
CREATE INDEX tickets_storm ON tickets (storm) WHERE storm IS NOT NULL;

-- What is to be done at a time, such as the daily digest: one row each, moved on by whoever does it.
CREATE TABLE chores (
  name text PRIMARY KEY,
  due_at timestamptz NOT NULL
);

-- Answers of officers that may become FAQ, until a trainer has looked at them.
CREATE TABLE faq_drafts (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket integer REFERENCES tickets,
  question text NOT NULL,
  answer text NOT NULL,
  by_person integer NOT NULL REFERENCES people,
  made_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE outbox
  -- The subject of the message in whose thread it belongs; until that one was sent the letter is 'held'.
  ADD COLUMN under text,
  -- The ticket that it is about.
  ADD COLUMN ticket integer,
  -- Not to be shown to those who look after letters.
  ADD COLUMN confidential boolean NOT NULL DEFAULT false,
  -- An answer of the bot to somebody's message: {"person", "text", "message"}. When a person has taken over that somebody's
  -- ticket by the time of sending, it is 'withheld' and the message goes to the ticket instead.
  ADD COLUMN unless_attended jsonb,
  DROP CONSTRAINT outbox_state_check,
  ADD CONSTRAINT outbox_state_check CHECK (state IN
    ('due', 'held', 'sending', 'sent', 'gone', 'unsure', 'refused', 'superseded', 'dismissed', 'withheld'));
CREATE INDEX outbox_held ON outbox (channel, chat, under) WHERE state = 'held';
CREATE INDEX outbox_withheld ON outbox (id) WHERE state = 'withheld';
CREATE INDEX outbox_ticket_ref ON outbox (channel, chat, (refs[1])) WHERE ticket IS NOT NULL AND state = 'sent';
