-- The records as `almagest publish` last showed them, so that the next time it can show what has changed.
CREATE TABLE almagest.published_record (
  ivoid text COLLATE "C" PRIMARY KEY,
  title text NOT NULL,
  -- The element ri:Resource in lines, without dates of its own.
  record text NOT NULL,
  published timestamptz NOT NULL DEFAULT now()
);
