package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    @Test
    void reads_allValuesOfAName_inAnyCase() {
        Metadata metadata = new Metadata();
        Fields.put(metadata, "WWW-Authenticate", "WPT");
        Fields.put(metadata, "www-authenticate", "DPoP, Bearer");

        assertThat(Fields.values(metadata, "Www-Authenticate")).containsExactly("WPT", "DPoP, Bearer");
        assertThat(Fields.values(metadata, "Authorization")).isEmpty();
    }

    @Test
    void reads_nothingOfBinaryFields() {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1});

        assertThat(Fields.values(metadata, "Authorization-Bin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":path", "a b", "é", "@method", "a\n"})
    void reads_nothingOfNamesThatNoFieldHas(String name) {
        assertThat(Fields.values(new Metadata(), name)).isEmpty();
    }
}
