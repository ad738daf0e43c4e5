/** Remembers used proofs in a table of PostgreSQL or H2: {@code JdbcReplayStore.builder(dataSource, POSTGRESQL).build()}. */
package dev.zt.jdbc.stores;
