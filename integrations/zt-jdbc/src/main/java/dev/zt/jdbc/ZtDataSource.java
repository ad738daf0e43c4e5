package dev.zt.jdbc;

import dev.zt.guard.Admission;
import dev.zt.identity.Scope;
import dev.zt.verify.VerifiedCaller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Lends connections of a pool to verified callers and declared system jobs, and to nobody else. Caller, tenant and scope are
 * bound to each transaction by one statement before its first; on PostgreSQL they are signed, and the scope's role is set. A
 * connection returns to its pool with nothing of the call in it, or is ended.
 *
 * <p>Safe for concurrent use; nothing is kept in thread locals, so whoever needs a connection has the call at hand.
 */
public final class ZtDataSource extends UnboundDataSource {
    /** The longest that the signed context of a transaction may live, and the default. */
    public static final Duration MAX_CONTEXT_LIFE = Duration.ofSeconds(60);

    private static final String JOB = "job:";

    private final DataSource pool;
    private final Binding binding;
    private final TenantRule tenants;
    private final Map<Scope, String> roles;
    private final Map<String, BoundContext> jobs;
    private final TransactionListener listener;

    private ZtDataSource(Builder builder, Binding binding) {
        this.pool = builder.pool;
        this.binding = binding;
        this.tenants = builder.tenants;
        this.roles = Map.copyOf(builder.roles);
        this.jobs = Map.copyOf(builder.jobs);
        this.listener = builder.listener;
    }

    /** Over a pool of connections to PostgreSQL 15 or later that has the schema of {@link PostgresSchema}. */
    public static Builder postgres(DataSource pool) {
        return new Builder(pool, true);
    }

    /**
     * Over a pool of connections to H2, whose views compare the rows with {@code @zt_tenant}, {@code @zt_caller} and
     * {@code @zt_scope}. Whoever can inject SQL can change these: for development and tests.
     */
    public static Builder h2(DataSource pool) {
        return new Builder(pool, false);
    }

    /**
     * Does something in one transaction for a call that a guard let in; commits it, or rolls it back if the work throws.
     *
     * @param call what {@link dev.zt.guard.Guard#admit} granted
     * @param scope what the transaction is for; the call must have it
     * @throws RefusedTransactionException if there is no proven caller, no tenant, not the scope or no role for it, or the
     *     call would not be let in any more
     */
    public <T> T inTransaction(Admission.Granted call, Scope scope, TransactionWork<T> work) throws SQLException {
        return run(() -> context(call, scope), work);
    }

    /**
     * Does something in one transaction that no caller asked for.
     *
     * @param job the name that it was {@linkplain Builder#job declared} by
     * @throws RefusedTransactionException if it was not
     */
    public <T> T asSystem(String job, TransactionWork<T> work) throws SQLException {
        return run(() -> context(job), work);
    }

    /**
     * For libraries that take a data source: one of connections for this call alone, each of whose transactions is bound
     * before its first statement. Statements in autocommit mode are refused. Not to be kept longer than the call.
     *
     * @throws RefusedTransactionException as {@link #inTransaction}; a connection is refused likewise
     */
    public DataSource forCall(Admission.Granted call, Scope scope) throws SQLException {
        context(call, scope);
        return new UnboundDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                BoundContext first = context(call, scope);
                Lease lease = lease(() -> context(call, scope));
                try {
                    lease.cleanNow(first);
                    return GuardedConnection.of(lease);
                } catch (SQLException | RuntimeException e) {
                    lease.close();
                    throw e;
                }
            }
        };
    }

    private <T> T run(Lease.Transactions transactions, TransactionWork<T> work) throws SQLException {
        BoundContext context = transactions.next();
        Lease lease = lease(() -> context);
        try {
            lease.autoCommit(false);
            if (context.job().isPresent()) {
                lease.note(context, context.job().get());
            }
            lease.beforeStatement();
            T result = work.run(GuardedConnection.ofOneTransaction(lease));
            lease.commit();
            return result;
        } finally {
            lease.close();
        }
    }

    private Lease lease(Lease.Transactions transactions) throws SQLException {
        return new Lease(pool.getConnection(), binding, transactions, listener);
    }

    private BoundContext context(Admission.Granted call, Scope scope) throws SQLException {
        VerifiedCaller caller =
                call.caller().orElseThrow(() -> refused("-", JdbcRefusal.NO_VERIFIED_CALLER, "the endpoint is public"));
        String who = caller.id().toString();
        if (!call.scopes().contains(scope)) {
            throw refused(who, JdbcRefusal.MISSING_SCOPE, scope.value());
        }
        String tenant = tenants.tenantOf(caller)
                .filter(BoundContext::isTenant)
                .orElseThrow(() -> refused(who, JdbcRefusal.UNKNOWN_TENANT, who));
        Optional<String> role = role(who, scope);
        if (!call.stillValid()) {
            throw refused(who, JdbcRefusal.NOT_VALID_ANY_MORE, who);
        }
        return new BoundContext(who, tenant, scope, role, Optional.empty());
    }

    private BoundContext context(String name) throws SQLException {
        BoundContext job = jobs.get(name);
        if (job == null) {
            throw refused(JOB + name, JdbcRefusal.UNKNOWN_JOB, name);
        }
        return new BoundContext(job.caller(), job.tenant(), job.scope(), role(job.caller(), job.scope()), job.job());
    }

    private Optional<String> role(String who, Scope scope) throws SQLException {
        Optional<String> role = Optional.ofNullable(roles.get(scope));
        if (binding.hasRoles() && role.isEmpty()) {
            throw refused(who, JdbcRefusal.UNMAPPED_SCOPE, scope.value());
        }
        return role;
    }

    private RefusedTransactionException refused(String who, JdbcRefusal refusal, String detail) {
        listener.refused(who, refusal);
        return new RefusedTransactionException(refusal, detail);
    }

    /** Always refused: a connection is for a call or for a job. */
    @Override
    public Connection getConnection() throws SQLException {
        throw refused("-", JdbcRefusal.NO_VERIFIED_CALLER, "use inTransaction, forCall or asSystem");
    }

    /** What a data source is built from. For one thread. */
    public static final class Builder {
        private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

        private final DataSource pool;
        private final boolean postgres;
        private final Map<Scope, String> roles = new HashMap<>();
        private final Map<String, BoundContext> jobs = new HashMap<>();
        private TenantRule tenants = caller -> Optional.empty();
        private TransactionListener listener = TransactionListener.logging();
        private InstantSource clock = InstantSource.system();
        private Duration contextLife = MAX_CONTEXT_LIFE;

        private Builder(DataSource pool, boolean postgres) {
            this.pool = pool;
            this.postgres = postgres;
        }

        /** Whose rows each caller works on. Default: nobody's, which refuses every call. */
        public Builder tenants(TenantRule rule) {
            this.tenants = rule;
            return this;
        }

        /**
         * The role of the database that stands for a scope, and for no other: its policies name the scope. The login must be
         * a member of it, without inheriting from it.
         *
         * @throws IllegalArgumentException if that is not the name of a role in lower case, or is {@code none}, which would
         *     be no role at all, or stands for another scope
         */
        public Builder role(Scope scope, String role) {
            if (!ROLE.matcher(role).matches() || role.equals("none")) {
                throw new IllegalArgumentException("no role of the database: " + role);
            }
            if (roles.containsValue(role) && !role.equals(roles.get(scope))) {
                throw new IllegalArgumentException(role + " stands for another scope than " + scope.value());
            }
            roles.put(scope, role);
            return this;
        }

        /**
         * Declares work that no caller asks for.
         *
         * @throws IllegalArgumentException if its name or tenant is not of 1 to 63 letters, digits, '.', '_' and '-'
         */
        public Builder job(String name, String tenant, Scope scope) {
            if (!BoundContext.isTenant(name) || !BoundContext.isTenant(tenant)) {
                throw new IllegalArgumentException(
                        "a job and its tenant are named by 1 to 63 letters, digits, '.', '_' and '-'");
            }
            jobs.put(name, new BoundContext(JOB + name, tenant, scope, Optional.empty(), Optional.of(name)));
            return this;
        }

        /** Who is told of each transaction. Default: the log. */
        public Builder listener(TransactionListener told) {
            this.listener = told;
            return this;
        }

        /** By what time contexts end. Default: the system's. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /**
         * Until how long after it was signed a context may begin a transaction. Default: 60 s.
         *
         * @throws IllegalArgumentException if that is less than a second or more than {@link #MAX_CONTEXT_LIFE}
         */
        public Builder contextLife(Duration life) {
            if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(MAX_CONTEXT_LIFE) > 0) {
                throw new IllegalArgumentException("a context lives 1 to " + MAX_CONTEXT_LIFE.toSeconds() + " s");
            }
            this.contextLife = life;
            return this;
        }

        /** Builds it. No connection is made. */
        public ZtDataSource build() {
            return new ZtDataSource(this, postgres ? new PostgresBinding(clock, contextLife) : new H2Binding());
        }
    }
}
