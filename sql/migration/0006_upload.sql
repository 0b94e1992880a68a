-- Uploaded tables: each is there for one query, under a name that nobody else's query can lead to.

CREATE SCHEMA almagest_upload;

-- Which tables are there, and until when at the latest: what a killed process left behind is dropped then.
CREATE TABLE almagest.upload_table (
  name text PRIMARY KEY,
  until timestamptz NOT NULL
);

-- Files that came with a job, in pieces, until the job has run: whatever process runs it can read them.
CREATE TABLE almagest.job_upload (
  job       text NOT NULL REFERENCES almagest.job ON DELETE CASCADE,
  parameter text NOT NULL,
  piece     integer NOT NULL,
  bytes     bytea NOT NULL,
  PRIMARY KEY (job, parameter, piece)
);

-- Numbers in binary hardly get shorter, and files of text are often compressed already.
ALTER TABLE almagest.job_upload ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- A job runs once.
CREATE FUNCTION almagest.forget_uploads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM almagest.job_upload WHERE job = NEW.id;
  RETURN NULL;
END
$$;

CREATE TRIGGER job_over AFTER UPDATE OF phase ON almagest.job
  FOR EACH ROW WHEN (NEW.phase IN ('COMPLETED', 'ERROR', 'ABORTED')) EXECUTE FUNCTION almagest.forget_uploads();
