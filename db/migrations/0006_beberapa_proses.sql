-- Of several processes on one database one leads: the one that holds the advisory lock (see db/leader.ts). "term" counts how
-- often the lead went to a process, so that one that led before can tell whether another has led since.
CREATE TABLE leader (
  term integer NOT NULL,
  -- Who led last, by the application_name of its connections, and since when.
  process text,
  since timestamptz
);
CREATE UNIQUE INDEX leader_is_one ON leader ((true));
INSERT INTO leader (term) VALUES (0);
