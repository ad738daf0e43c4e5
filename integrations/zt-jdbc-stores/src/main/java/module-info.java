/** Remembers used proofs in a table of PostgreSQL or H2. */
@org.jspecify.annotations.NullMarked
module dev.zt.jdbc.stores {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires transitive java.sql;
    requires org.slf4j;

    exports dev.zt.jdbc.stores;
}
