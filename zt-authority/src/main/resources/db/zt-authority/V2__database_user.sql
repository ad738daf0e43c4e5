-- A login at databases is one workload's.
ALTER TABLE workload ADD COLUMN database_user VARCHAR(63);

ALTER TABLE workload ADD CONSTRAINT workload_database_user UNIQUE (database_user);

-- What a workload gave up stands in its certificates until the last of them ends, and is nobody else's before.
CREATE TABLE released_database_user (
  name VARCHAR(63) PRIMARY KEY,
  workload VARCHAR(512) NOT NULL,
  free_at BIGINT NOT NULL
);
