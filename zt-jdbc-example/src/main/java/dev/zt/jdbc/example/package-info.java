/** A service whose verified callers, scopes and tenants reach the rows of its database, and a guided run that attacks it. */
@NullMarked
package dev.zt.jdbc.example;

import org.jspecify.annotations.NullMarked;
