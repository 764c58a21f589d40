-- A version of an entry that was sent to subscribers: one broadcast, and how far officers were shown it.
CREATE TABLE faq_pushes (
  faq integer NOT NULL,
  version integer NOT NULL,
  broadcast integer NOT NULL REFERENCES broadcasts,
  person integer NOT NULL REFERENCES people,
  -- When the card last showed how far it is, and whether it shows the end.
  shown_at timestamptz NOT NULL,
  reported boolean NOT NULL DEFAULT false,
  PRIMARY KEY (faq, version),
  FOREIGN KEY (faq, version) REFERENCES faq_versions ON DELETE CASCADE
);
CREATE INDEX faq_pushes_unreported ON faq_pushes (faq) WHERE NOT reported;
