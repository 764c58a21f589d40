-- The chats that announcements go to: people, groups and channels.
CREATE TABLE subscriptions (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel text NOT NULL,
  chat text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('private', 'group', 'channel')),
  -- Of a group or channel; that of a person is in "people".
  name text NOT NULL DEFAULT '',
  -- What it wants; empty: nothing, by its own wish.
  topics text[] NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now(),
  -- Since when nothing reaches it, and what the channel said: blocked, deactivated, removed.
  ended_at timestamptz,
  ended_why text,
  UNIQUE (channel, chat)
);
-- Whoever wrote to the bot before had pressed /start.
INSERT INTO subscriptions (channel, chat, kind, topics, began_at, ended_at, ended_why)
  SELECT channel, address, 'private', '{gangguan}', first_seen_at, CASE WHEN NOT reachable THEN now() END,
    CASE WHEN NOT reachable THEN 'unreachable' END
  FROM people WHERE channel = 'telegram' ORDER BY id;

-- One text on its way to many chats. It knows nothing of what it tells; "subject" makes sure that it is sent once.
CREATE TABLE broadcasts (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject text NOT NULL UNIQUE,
  -- Broadcasts of one thread belong together in a chat: a later one replies to the first message of the thread there, and
  -- what is left of the earlier ones is not sent any more.
  thread text,
  -- It takes the place of the last message of its thread instead, where there is one.
  edits boolean NOT NULL DEFAULT false,
  reply jsonb NOT NULL,
  -- Only to chats that want this topic; null: to all that want anything.
  topic text,
  state text NOT NULL DEFAULT 'sending' CHECK (state IN ('sending', 'paused', 'done', 'stopped')),
  -- Its recipients are the subscriptions up to "upto"; those up to "collected" have their row in deliveries.
  collected integer NOT NULL DEFAULT 0,
  upto integer NOT NULL,
  made_at timestamptz NOT NULL,
  -- When the first message left, and when nothing was left to send.
  began_at timestamptz,
  ended_at timestamptz,
  -- The service asked for silence until then.
  resumes_at timestamptz
);
CREATE INDEX broadcasts_active ON broadcasts (id) WHERE state = 'sending';
CREATE INDEX broadcasts_thread ON broadcasts (thread, id) WHERE thread IS NOT NULL;

-- One row for each recipient of a broadcast. 'sending' is written before the request leaves; found after a crash it means
-- that nobody knows ('unsure'), and it is not sent again.
CREATE TABLE deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  broadcast integer NOT NULL REFERENCES broadcasts ON DELETE CASCADE,
  channel text NOT NULL,
  chat text NOT NULL,
  kind text NOT NULL,
  -- It subscribed while the matter was running, and goes first.
  late boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'due'
    CHECK (state IN ('due', 'sending', 'sent', 'gone', 'unsure', 'refused', 'superseded', 'stopped')),
  -- Taken by a sender until then; afterwards another may take it.
  leased_until timestamptz,
  due_at timestamptz NOT NULL DEFAULT now(),
  attempts smallint NOT NULL DEFAULT 0,
  -- The message in the chat.
  ref text,
  why text,
  ended_at timestamptz,
  UNIQUE (broadcast, channel, chat)
);
-- Each broadcast that runs gets its share; those who came late go before all of them.
CREATE INDEX deliveries_due ON deliveries (broadcast, id) WHERE state = 'due' AND NOT late;
CREATE INDEX deliveries_late ON deliveries (id) WHERE state = 'due' AND late;
CREATE INDEX deliveries_sending ON deliveries (id) WHERE state = 'sending';
CREATE INDEX deliveries_chat ON deliveries (channel, chat, broadcast);

-- Outages (Pasal 22 huruf d) and maintenance (Pasal 25 ayat (4)) that users are told of.
CREATE TABLE announcements (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What people say: G-2026-0007, P-2026-0003. The year is that of the unit's zone.
  number text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('gangguan', 'pemeliharaan')),
  state text NOT NULL DEFAULT 'rancangan'
    CHECK (state IN ('rancangan', 'terjadwal', 'berlangsung', 'pulih', 'batal', 'dibuang')),
  -- What is known now: Facts of handlers/rules/announcement.ts. The times stand beside it, to be looked for.
  facts jsonb NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  -- To all who want anything, or to those who chose the topic of its kind; the same for all that is told of it.
  audience text NOT NULL CHECK (audience IN ('semua', 'topik')),
  -- How many texts of it went out.
  version integer NOT NULL DEFAULT 0,
  -- The burst of tickets that it was announced for.
  storm integer REFERENCES storms,
  drafted_by integer NOT NULL REFERENCES people,
  made_at timestamptz NOT NULL,
  announced_at timestamptz,
  -- When it was over (restored or called off).
  closed_at timestamptz,
  -- What time brought already, and what it brings next.
  events text[] NOT NULL DEFAULT '{}',
  next_event text,
  next_event_at timestamptz
);
CREATE INDEX announcements_open ON announcements (kind, starts_at) WHERE state IN ('terjadwal', 'berlangsung');
CREATE INDEX announcements_event ON announcements (next_event_at) WHERE next_event_at IS NOT NULL;

-- The last number given out for each kind in each year.
CREATE TABLE announcement_numbers (
  kind text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (kind, year)
);

-- One text about an announcement, from its preview to its report.
CREATE TABLE bulletins (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  announcement integer NOT NULL REFERENCES announcements,
  kind text NOT NULL CHECK (kind IN
    ('terjadwal', 'berlangsung', 'pengingat', 'pembaruan', 'perpanjangan', 'pulih', 'batal', 'koreksi')),
  state text NOT NULL CHECK (state IN ('pratinjau', 'dikonfirmasi', 'dikirim', 'ditarik', 'dibuang')),
  -- Of the preview: a button below an older one does nothing.
  version integer NOT NULL DEFAULT 1,
  -- What it tells: Facts, and what an officer wrote besides.
  facts jsonb NOT NULL,
  note text NOT NULL DEFAULT '',
  -- Absent for what time brought.
  drafted_by integer REFERENCES people,
  confirmed_by integer REFERENCES people,
  -- Why the drafter sent it without a second person.
  alone_reason text,
  made_at timestamptz NOT NULL,
  -- When the preview was last changed.
  changed_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  -- Until then it can be recalled; then it goes out.
  leaves_at timestamptz,
  broadcast integer REFERENCES broadcasts,
  -- When officers were last shown how far it is, and whether they have its report.
  shown_at timestamptz,
  reported boolean NOT NULL DEFAULT false,
  -- The pause asked for by the service that officers were told of.
  pause_told timestamptz
);
CREATE INDEX bulletins_announcement ON bulletins (announcement, id);
CREATE INDEX bulletins_leaving ON bulletins (leaves_at) WHERE state = 'dikonfirmasi';
CREATE INDEX bulletins_unreported ON bulletins (id) WHERE state = 'dikirim' AND NOT reported;

-- Tickets about an announced outage: their reporters are told when it is over.
ALTER TABLE tickets ADD COLUMN announcement integer REFERENCES announcements;
CREATE INDEX tickets_announcement ON tickets (announcement) WHERE announcement IS NOT NULL;
