CREATE TABLE workload (
  name VARCHAR(512) PRIMARY KEY,
  id VARCHAR(2048) NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

-- A token is kept as its hash.
CREATE TABLE join_token (
  hash VARCHAR(64) PRIMARY KEY,
  workload VARCHAR(512) NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX join_token_expiry ON join_token (expires_at);

-- What was shown to become an instance works once; who showed it may ask again with the same key.
CREATE TABLE used_evidence (
  evidence VARCHAR(128) PRIMARY KEY,
  used_key VARCHAR(64) NOT NULL,
  instance VARCHAR(128) NOT NULL,
  used_at BIGINT NOT NULL
);

CREATE TABLE instance (
  id VARCHAR(128) PRIMARY KEY,
  workload VARCHAR(512) NOT NULL,
  state VARCHAR(16) NOT NULL,
  renewals BIGINT NOT NULL,
  head_key VARCHAR(64) NOT NULL,
  token_id VARCHAR(64) NOT NULL,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX instance_workload ON instance (workload);

-- Every key that an instance ever proved, in order: the last one is the head.
CREATE TABLE instance_key (
  thumbprint VARCHAR(64) PRIMARY KEY,
  instance VARCHAR(128) NOT NULL,
  position BIGINT NOT NULL
);

CREATE INDEX instance_key_instance ON instance_key (instance);

CREATE TABLE revocation (
  kind VARCHAR(16) NOT NULL,
  subject VARCHAR(2048) NOT NULL,
  reason VARCHAR(512) NOT NULL,
  revoked_at BIGINT NOT NULL,
  PRIMARY KEY (kind, subject)
);

CREATE TABLE signing_key (
  alias VARCHAR(64) PRIMARY KEY,
  purpose VARCHAR(16) NOT NULL,
  state VARCHAR(16) NOT NULL,
  thumbprint VARCHAR(64) NOT NULL,
  created_at BIGINT NOT NULL,
  changes_at BIGINT NOT NULL
);

CREATE TABLE bundle_document (
  hash VARCHAR(64) PRIMARY KEY,
  sequence BIGINT NOT NULL,
  document CLOB NOT NULL,
  published_at BIGINT NOT NULL
);

CREATE TABLE counter (
  name VARCHAR(32) PRIMARY KEY,
  number BIGINT NOT NULL
);

INSERT INTO counter (name, number) VALUES ('status-version', 0), ('bundle-sequence', 0);
