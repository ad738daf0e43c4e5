package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.policy.DenyReason;
import dev.zt.posture.Bar;
import dev.zt.posture.PostureNotice;
import dev.zt.verify.AnswerFault;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonsDocumentTest {
    private static Stream<String> reasons() {
        return Stream.of(
                        Arrays.stream(Rejection.values()).map(reason -> reason.id() + " " + status(reason.kind())),
                        Arrays.stream(Unverifiable.values()).map(reason -> reason.id() + " 503"),
                        Arrays.stream(Bar.values()).map(bar -> bar.id() + " 403"),
                        Arrays.stream(PostureNotice.Kind.values()).map(kind -> kind.id() + " Notice"),
                        Arrays.stream(AnswerFault.values()).map(fault -> fault.id() + " Client"),
                        Arrays.stream(DenyReason.values()).map(reason -> reason.id() + " 403"),
                        Arrays.stream(RequestFault.values()).map(reason -> reason.id() + " " + reason.status()))
                .flatMap(all -> all);
    }

    private static int status(Rejection.Kind kind) {
        return switch (kind) {
            case MALFORMED, SIGNATURE -> 400;
            case CERTIFICATE -> 403;
            case UNPROVEN, TOKEN, DPOP_PROOF, DPOP_NONCE, TRANSACTION -> 401;
        };
    }

    @Test
    void describes_everyReasonAndNoOther() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "reasons.md"));
        TreeSet<String> described = new TreeSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("## ")) {
                assertThat(lines.get(i + 4)).as(lines.get(i)).startsWith("Fix: ");
                described.add(lines.get(i).substring(3) + " " + lines.get(i + 2).replaceFirst("\\W.*", ""));
            }
        }

        assertThat(described).containsExactlyElementsOf(new TreeSet<>(reasons().toList()));
    }

    @Test
    void describes_everyClassThatACallerCanLearn() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reasons.md"));

        for (RefusalClass refusal : RefusalClass.values()) {
            String anchor = refusal.type().substring(refusal.type().indexOf('#') + 1);
            assertThat(page).containsPattern("(?m)^##+ " + anchor + "\n\n" + refusal.status() + "\\W");
        }
    }
}
