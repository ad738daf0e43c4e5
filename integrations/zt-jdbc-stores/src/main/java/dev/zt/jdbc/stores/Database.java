package dev.zt.jdbc.stores;

/** A database whose language {@link JdbcReplayStore} speaks. */
public enum Database {
    /** PostgreSQL 12 and later. A restart, a restored backup and a standby that took over are noticed. */
    POSTGRESQL(
            "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)",
            "CAST(EXTRACT(EPOCH FROM pg_postmaster_start_time()) * 1000000 AS BIGINT)",
            "'\\x01'",
            "'\\x02'",
            " ON CONFLICT DO NOTHING",
            // Two that delete at once leave each other's rows alone.
            "WHERE proof IN (SELECT proof FROM zt1_used_proof WHERE %s LIMIT ? FOR UPDATE SKIP LOCKED)"),
    /** H2 2.x. A file that lost its last writes in a crash is not noticed: open it with {@code WRITE_DELAY=0}. */
    H2(
            "CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000) AS BIGINT)",
            "CAST(0 AS BIGINT)",
            "X'01'",
            "X'02'",
            "",
            "WHERE %s FETCH FIRST ? ROWS ONLY");

    private static final String INSERT = "INSERT INTO zt1_used_proof (proof, caller, until_ms) ";

    // Two rows with keys of one octet keep the books: the process that remembers with the time since when, and the
    // latest
    // end that was forgotten. They stand in the table of the proofs so that they are lost with it.
    final String firstUse;
    final String state;
    final String beginAgain;
    final String begin;
    final String beginForgetting;
    final String ended;
    final String raiseForgotten;
    final String delete;
    final String count;
    final String largest;

    Database(String time, String process, String memory, String forgotten, String unlessKnown, String some) {
        String now = "COALESCE(CAST(? AS BIGINT), " + time + ")";
        String proofs = "proof <> " + memory + " AND proof <> " + forgotten;
        String books = " JOIN zt1_used_proof m ON m.proof = " + memory + " AND m.caller = " + process
                + " %1$s JOIN zt1_used_proof f ON f.proof = " + forgotten;
        this.firstUse = INSERT + "SELECT p.proof, p.caller, p.until_ms FROM (SELECT CAST(? AS BYTEA) AS proof,"
                + " CAST(? AS BIGINT) AS caller, CAST(? AS BIGINT) AS until_ms, CAST(? AS BIGINT) AS life, "
                + now + " AS now_ms) p" + String.format(books, "") + " WHERE p.until_ms > p.now_ms"
                + " AND p.until_ms > f.until_ms AND p.until_ms - p.now_ms <= p.life"
                + " AND p.until_ms - p.life >= m.until_ms" + unlessKnown;
        this.state =
                "SELECT p.now_ms, m.until_ms, f.until_ms, k.until_ms FROM (SELECT CAST(? AS BYTEA) AS proof, " + now
                        + " AS now_ms) p LEFT" + String.format(books, "LEFT")
                        + " LEFT JOIN zt1_used_proof k ON k.proof = p.proof";
        this.beginAgain = "UPDATE zt1_used_proof SET caller = " + process + ", until_ms = GREATEST(until_ms, " + now
                + ") WHERE proof = " + memory + " AND (caller <> " + process
                + " OR NOT EXISTS (SELECT 1 FROM zt1_used_proof WHERE proof = " + forgotten + "))";
        this.begin = INSERT + "SELECT " + memory + ", " + process + ", " + now
                + " WHERE NOT EXISTS (SELECT 1 FROM zt1_used_proof WHERE proof = " + memory + ")" + unlessKnown;
        this.beginForgetting =
                INSERT + "SELECT " + forgotten + ", 0, 0 WHERE NOT EXISTS (SELECT 1 FROM zt1_used_proof WHERE proof = "
                        + forgotten + ")" + unlessKnown;
        this.ended = "SELECT MAX(until_ms) FROM zt1_used_proof WHERE until_ms < " + now + " - ? AND " + proofs;
        this.raiseForgotten = "UPDATE zt1_used_proof SET until_ms = ? WHERE proof = " + forgotten + " AND until_ms < ?";
        this.delete = "DELETE FROM zt1_used_proof " + String.format(some, "until_ms <= ? AND " + proofs);
        this.count = "SELECT COUNT(*), COUNT(DISTINCT caller) FROM zt1_used_proof WHERE " + proofs;
        this.largest =
                "SELECT caller, COUNT(*) FROM zt1_used_proof WHERE " + proofs + " GROUP BY caller HAVING COUNT(*) >= ?";
    }
}
