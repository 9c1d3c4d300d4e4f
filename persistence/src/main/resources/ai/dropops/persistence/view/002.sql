-- What it takes for a yes, who has said it and from where. Words that give a command away lie sealed: with the proposal
-- what people read before they decide, with the approval what was said against it.
ALTER TABLE approval ADD COLUMN quorum INTEGER NOT NULL DEFAULT 1;
ALTER TABLE approval ADD COLUMN requester_may_approve INTEGER NOT NULL DEFAULT 1;
ALTER TABLE approval ADD COLUMN requested_from TEXT NOT NULL DEFAULT '';
ALTER TABLE approval ADD COLUMN votes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE approval ADD COLUMN sealed_feedback BLOB NOT NULL DEFAULT x'';
ALTER TABLE approval DROP COLUMN reasons;
ALTER TABLE approval DROP COLUMN reason;
ALTER TABLE approval DROP COLUMN feedback;
ALTER TABLE proposal ADD COLUMN brief BLOB NOT NULL DEFAULT x'';
