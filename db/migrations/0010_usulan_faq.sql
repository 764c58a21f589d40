-- What a version brings besides what it says, {owner, review_by}: in force once it answers. What is absent stays as it is.
ALTER TABLE faq_versions ADD COLUMN beside jsonb;
-- What became of the basis of a proposal since it was written; null: nothing.
ALTER TABLE faq_versions ADD COLUMN basis_changed jsonb;
