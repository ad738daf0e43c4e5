/** Takes a service's identity to its database, and the verified caller of each call to the rows. */
@org.jspecify.annotations.NullMarked
module dev.zt.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires transitive java.sql;
    requires org.slf4j;
    requires static transitive com.zaxxer.hikari;
    requires static org.checkerframework.checker.qual;
    requires static org.postgresql.jdbc;

    exports dev.zt.jdbc;
}
