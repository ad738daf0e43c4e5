package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contract finds those who break it. */
class ServerContractTest {
    private interface Case {
        void run(ServerContract contract) throws Exception;
    }

    private static void run(ServerContract contract, Case one) throws Exception {
        contract.begin();
        try {
            contract.settle();
            one.run(contract);
            contract.ran_noHandlerForARefusedCall();
        } finally {
            contract.end();
        }
    }

    @Test
    void passes_whoAsksBeforeTheHandlerRuns() {
        assertThatCode(() -> run(new TestServiceContractTest(), ServerContract::refuses_expiredTokens))
                .doesNotThrowAnyException();
    }

    @Test
    void finds_anEdge_thatRunsTheHandlerOfARefusedCall() {
        assertThatThrownBy(() -> run(new Hasty(), ServerContract::refuses_expiredTokens))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a handler has run for a call that was refused");
    }

    @Test
    void finds_handlersThatDoNotTell() {
        assertThatThrownBy(() -> run(new Silent(), ServerContract::serves_asynchronously))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not call handled()");
    }

    /** Asks the guard when the handler has run. */
    private static final class Hasty extends ServerContract {
        @Override
        protected String name() {
            return "hasty";
        }

        @Override
        protected Running start(Guard guard) {
            TestService service = TestService.plain();
            service.answering(request -> {
                handled();
                Admission admission = guard.admit(Call.of(
                        request.method(),
                        request.target().getRawPath(),
                        name -> request.values(name.toLowerCase(Locale.ROOT)),
                        Channel.LOOPBACK));
                return admission instanceof Admission.Refused refused
                        ? reply(refused.answer())
                        : TestReply.of(200, "served");
            });
            return new Running(service.origin(), service);
        }

        private static TestReply reply(Answer answer) {
            Map<String, String> headers = new TreeMap<>();
            answer.headers().forEach(field -> headers.put(field.name(), field.value()));
            return new TestReply(answer.status(), headers, new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private static final class Silent extends ServerContract {
        @Override
        protected String name() {
            return "silent";
        }

        @Override
        protected Running start(Guard guard) {
            TestService service = TestService.loopback(origin -> guard);
            service.answering(
                    request -> TestReply.of(200, request.caller().orElseThrow().toString()));
            return new Running(service.origin(), service);
        }
    }
}
