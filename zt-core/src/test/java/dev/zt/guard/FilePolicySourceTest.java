package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePolicySourceTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints: {read: GET /orders}
            """;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
    }

    private FilePolicySource open() {
        return new FilePolicySource(file, InstantSource.system());
    }

    @Test
    void replaces_thePolicyWhenTheFileChanges() throws IOException {
        FilePolicySource source = open();

        Files.writeString(file, POLICY.replace("GET /orders", "GET /changed"));

        assertThat(source.refresh()).isFalse();
        assertThat(source.refresh()).isTrue();
        assertThat(source.policy().endpoints().iterator().next().match()).isEqualTo("GET /changed");
    }

    @Test
    void keeps_theLastGoodPolicy() throws IOException {
        FilePolicySource source = open();

        Files.writeString(file, POLICY.replace("segment: shop", "segment: nowhere"));

        assertThat(source.refresh()).isFalse();
        assertThat(source.refresh()).isFalse();
        assertThat(source.problem()).isPresent();
        assertThat(source.policy().segment()).isEqualTo("shop");
    }

    @Test
    void keeps_thePolicyWhenANewOneDoesNotMeetADemand() throws IOException {
        FilePolicySource source = open();
        source.require(policy -> {
            if (!policy.service().equals("orders")) {
                throw new ConfigurationException(Place.of("demand"), "another service");
            }
        });

        Files.writeString(file, POLICY.replace("service: orders", "service: billing"));

        assertThat(source.refresh()).isFalse();
        assertThat(source.refresh()).isFalse();
        assertThat(source.problem()).isPresent();
        assertThat(source.policy().service()).isEqualTo("orders");
    }

    @Test
    void refuses_demandThatThePolicyInForceDoesNotMeet() {
        FilePolicySource source = open();

        assertThatThrownBy(() -> source.require(policy -> {
                    throw new ConfigurationException(Place.of("demand"), "no");
                }))
                .hasMessage("demand: no");
    }

    @Test
    void refuses_fileThatEverybodyMayWrite() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(this::open).hasMessageContaining("must be not writable by everybody");
    }
}
