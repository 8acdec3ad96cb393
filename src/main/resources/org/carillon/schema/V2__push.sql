-- The push side: who of a channel does not hear a publication.

ALTER TABLE publication ADD COLUMN excluded VARCHAR(16384);  -- names of channels, each with a line feed behind it; null for nobody
