CREATE TABLE IF NOT EXISTS zt1_used_proof (proof BYTEA PRIMARY KEY, caller BIGINT NOT NULL, until_ms BIGINT NOT NULL);
CREATE INDEX IF NOT EXISTS zt1_used_proof_until ON zt1_used_proof (until_ms);
