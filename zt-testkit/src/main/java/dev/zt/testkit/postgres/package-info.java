/** A PostgreSQL server for tests and demonstrations, as a process of its own. */
package dev.zt.testkit.postgres;
