-- UWS jobs. The table is also the queue: a worker takes the oldest QUEUED row with FOR UPDATE SKIP LOCKED and holds it by a lease.

CREATE TABLE almagest.job (
  id                 text PRIMARY KEY,
  owner              text,
  run_id             text,
  phase              text NOT NULL DEFAULT 'PENDING'
                     CHECK (phase IN ('PENDING', 'QUEUED', 'EXECUTING', 'COMPLETED', 'ERROR', 'ABORTED')),
  parameters         jsonb NOT NULL,
  work               jsonb,
  created            timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  queued             timestamptz(3),
  started            timestamptz(3),
  ended              timestamptz(3),
  execution_duration integer NOT NULL,
  destruction        timestamptz(3) NOT NULL,
  attempts           integer NOT NULL DEFAULT 0,
  worker             text,
  lease_until        timestamptz,
  failure            jsonb,
  result             jsonb
);

CREATE INDEX job_queue ON almagest.job (queued) WHERE phase = 'QUEUED';
CREATE INDEX job_lease ON almagest.job (lease_until) WHERE phase = 'EXECUTING';
CREATE INDEX job_destruction ON almagest.job (destruction);
CREATE INDEX job_owner ON almagest.job (owner, created DESC) WHERE owner IS NOT NULL;

-- Whoever changes a phase, all processes hear of it: clients that WAIT, workers that look for work or must stop it.
CREATE FUNCTION almagest.tell_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM pg_notify('almagest_job', OLD.id || ' DELETED');
  ELSE
    PERFORM pg_notify('almagest_job', NEW.id || ' ' || NEW.phase);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER job_created AFTER INSERT OR DELETE ON almagest.job
  FOR EACH ROW EXECUTE FUNCTION almagest.tell_job();
CREATE TRIGGER job_phase AFTER UPDATE OF phase ON almagest.job
  FOR EACH ROW WHEN (OLD.phase IS DISTINCT FROM NEW.phase) EXECUTE FUNCTION almagest.tell_job();
