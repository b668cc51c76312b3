-- What SQLite and PostgreSQL share. Instants are milliseconds since 1970.

CREATE TABLE access_key (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  rights TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  rate TEXT,
  created BIGINT NOT NULL,
  expires BIGINT,
  revoked BIGINT,
  last_used BIGINT
);
CREATE UNIQUE INDEX access_key_name ON access_key (name) WHERE revoked IS NULL;

-- One row a photo that is kept, or is about to be put or deleted: whoever does either holds its row.
CREATE TABLE photo (
  hash TEXT NOT NULL PRIMARY KEY
);

CREATE TABLE remark (
  id TEXT NOT NULL PRIMARY KEY,
  bundle TEXT NOT NULL,
  answered TEXT NOT NULL,
  verdict TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  given TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  given_at BIGINT NOT NULL,
  photo TEXT REFERENCES photo (hash),
  expires BIGINT,
  token_hash TEXT NOT NULL
);
CREATE UNIQUE INDEX remark_token ON remark (token_hash);
CREATE INDEX remark_newest ON remark (given_at, id);
CREATE INDEX remark_bundle ON remark (bundle, given_at, id);
CREATE INDEX remark_given ON remark (given, given_at, id);
CREATE INDEX remark_counts ON remark (bundle, answered, given);
CREATE INDEX remark_photo ON remark (photo) WHERE photo IS NOT NULL;
CREATE INDEX remark_expires ON remark (expires) WHERE expires IS NOT NULL;

CREATE TABLE job (
  id TEXT NOT NULL PRIMARY KEY,
  bundle TEXT NOT NULL,
  dataset TEXT NOT NULL,
  start TEXT,
  settings TEXT NOT NULL,
  state TEXT NOT NULL,
  created_by TEXT,
  created BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT,
  attempts INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  -- 0 where nobody has it.
  leased_until BIGINT NOT NULL DEFAULT 0,
  progress TEXT,
  result TEXT,
  error TEXT,
  -- The sequence of its last event.
  events BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX job_newest ON job (created, id);
CREATE INDEX job_open ON job (created, id) WHERE ended IS NULL;

CREATE TABLE job_event (
  job TEXT NOT NULL REFERENCES job (id),
  sequence BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (job, sequence)
);
