-- Somebody gave this text as a file: what comes with the program does not take its place.
ALTER TABLE documents ADD COLUMN given boolean NOT NULL DEFAULT false;
UPDATE documents SET given = true WHERE brought_by IS NOT NULL;
