-- Who takes training jobs, and when it last said so.
CREATE TABLE worker (
  name TEXT NOT NULL PRIMARY KEY,
  seen BIGINT NOT NULL
);

-- How many of the attempts ended with the job handed back, which speaks for the worker, not against the job.
ALTER TABLE job ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
