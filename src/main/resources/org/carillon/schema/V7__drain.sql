-- Which nodes are asked to go.

ALTER TABLE node ADD COLUMN draining BOOLEAN DEFAULT FALSE NOT NULL;
