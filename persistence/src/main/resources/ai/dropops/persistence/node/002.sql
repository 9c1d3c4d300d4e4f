-- Which release a node is of: those that are too far apart do not work together. 0.1 did not say so.
ALTER TABLE node ADD COLUMN version TEXT NOT NULL DEFAULT '0.1.0';
