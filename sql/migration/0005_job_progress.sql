-- How far a running job is, what it was expected to cost, and news of both.

ALTER TABLE almagest.job
  ADD COLUMN progress jsonb,
  ADD COLUMN estimate jsonb;

-- A heartbeat changes lease_until every two seconds: without an index on that, the row stays where it is (HOT).
DROP INDEX almagest.job_lease;
CREATE INDEX job_executing ON almagest.job (queued) WHERE phase = 'EXECUTING';
-- What jobs took lately is what the next ones are expected to take.
CREATE INDEX job_completed ON almagest.job (ended) WHERE phase = 'COMPLETED';

-- "<id> <phase>" of every change of phase or progress; DELETED when the job is gone, RETURNED when its worker lets go of it.
CREATE OR REPLACE FUNCTION almagest.tell_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM pg_notify('almagest_job', OLD.id || ' DELETED');
  ELSIF NEW.phase = 'EXECUTING' AND NEW.worker IS NULL THEN
    PERFORM pg_notify('almagest_job', NEW.id || ' RETURNED');
  ELSE
    PERFORM pg_notify('almagest_job', NEW.id || ' ' || NEW.phase);
  END IF;
  RETURN NULL;
END
$$;

DROP TRIGGER job_phase ON almagest.job;
CREATE TRIGGER job_changed AFTER UPDATE OF phase, worker, progress ON almagest.job
  FOR EACH ROW WHEN (OLD.phase IS DISTINCT FROM NEW.phase OR OLD.worker IS DISTINCT FROM NEW.worker
    OR OLD.progress IS DISTINCT FROM NEW.progress) EXECUTE FUNCTION almagest.tell_job();

-- json keeps what jsonb refuses: the character NUL in a client's text, which is told of when the job runs.
ALTER TABLE almagest.job
  ALTER COLUMN parameters TYPE json,
  ALTER COLUMN work TYPE json,
  ALTER COLUMN failure TYPE json;
