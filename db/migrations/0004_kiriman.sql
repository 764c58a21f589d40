-- A letter that may have arrived is looked for where its channel can be asked what it shows.
ALTER TABLE outbox
  -- When the first request of its present message left that may have been taken; null when surely none was.
  ADD COLUMN asked_at timestamptz,
  -- While 'unsure': when it is looked for next; null when nobody looks, and officers decide.
  ADD COLUMN look_at timestamptz,
  -- How often it was looked for in vain.
  ADD COLUMN looks smallint NOT NULL DEFAULT 0;
CREATE INDEX outbox_look ON outbox (channel, look_at) WHERE look_at IS NOT NULL;
