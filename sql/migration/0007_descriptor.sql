-- The descriptor that a resource was published from, as its author wrote it; NULL where an older version of the program published it.
ALTER TABLE almagest.resource ADD COLUMN descriptor text;
