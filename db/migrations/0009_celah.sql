-- Why a group of unanswered questions was closed: a choice of whoever did.
ALTER TABLE gaps ADD COLUMN why text;
-- What could not be answered is looked for again and again; most answers are not of this kind.
CREATE INDEX answers_not_found ON answers (id) WHERE kind = 'not_found';
CREATE INDEX answers_unsure ON answers (id) WHERE kind = 'answer' AND confidence < 0.9;
CREATE INDEX judgements_useless ON judgements (answer) WHERE NOT useful;
CREATE INDEX tickets_answer ON tickets (answer) WHERE answer IS NOT NULL;
CREATE INDEX wishes_untold ON wishes (answer) WHERE told_at IS NULL;
