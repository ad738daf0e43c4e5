package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.own.IdentityUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CallNotMadeExceptionTest {
    @Test
    void says_thatNoCallWasMade() {
        for (RuntimeException told : List.of(
                new IdentityUnavailableException("no identity"),
                new IllegalArgumentException("carries credentials"),
                new IllegalStateException("on nobody's behalf"))) {
            assertThat(CallNotMadeException.orElse(told))
                    .isInstanceOf(CallNotMadeException.class)
                    .hasMessage(told.getMessage())
                    .hasCause(told);
            assertThat(CallNotMadeException.orElse(new CompletionException(told)))
                    .isInstanceOf(CallNotMadeException.class)
                    .hasCause(told);
        }
    }

    @Test
    void leaves_otherFailures() {
        IOException broken = new IOException("broken");
        CancellationException cancelled = new CancellationException();
        CompletionException bare = new CompletionException("bare", null);

        assertThat(CallNotMadeException.orElse(broken)).isSameAs(broken);
        assertThat(CallNotMadeException.orElse(new CompletionException(broken))).isSameAs(broken);
        assertThat(CallNotMadeException.orElse(cancelled)).isSameAs(cancelled);
        assertThat(CallNotMadeException.orElse(bare)).isSameAs(bare);
    }
}
