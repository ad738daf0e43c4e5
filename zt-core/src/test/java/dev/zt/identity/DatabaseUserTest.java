package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUserTest {
    @ParameterizedTest
    @ValueSource(strings = {"svc_orders", "a", "z9_", "postgres_orders", "pgbouncer", "users"})
    void accepts_aLogin(String name) {
        assertThat(DatabaseUser.parse(name)).contains(DatabaseUser.of(name));
        assertThat(DatabaseUser.of(name)).hasToString(name);
    }

    @Test
    void accepts_asManyCharactersAsPostgresKeeps_andNotOneMore() {
        assertThat(DatabaseUser.parse("a".repeat(63))).isPresent();
        assertThat(DatabaseUser.parse("a".repeat(64))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9orders",
                "_orders",
                "Orders",
                "svc-orders",
                "svc.orders",
                "svc orders",
                "svc_orders\n",
                "svc_orders\0",
                "svc_orders,O=x",
                "svc_orders/CN=root",
                "svc_\u0131d",
                "\uff53vc",
                "spiffe://shop.example/orders"
            })
    void refuses_whatIsNoLogin(String name) {
        assertThat(DatabaseUser.parse(name)).isEmpty();
        assertThatThrownBy(() -> DatabaseUser.of(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres",
                "pg_",
                "pg_signal_backend",
                "rdsadmin",
                "cloudsqladmin",
                "azuresu",
                "all",
                "replication",
                "public",
                "none",
                "user",
                "current_user",
                "current_role",
                "session_user",
                "localhost"
            })
    void refuses_whatIsTheDatabasesOwn(String name) {
        assertThat(DatabaseUser.parse(name)).isEmpty();
        assertThatThrownBy(() -> DatabaseUser.of(name)).hasMessageContaining("no login of a workload");
    }
}
