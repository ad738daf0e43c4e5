package dev.zt.guard;

import static dev.zt.guard.CredentialProfile.BEARER;
import static dev.zt.guard.CredentialProfile.CERTIFICATE;
import static dev.zt.guard.CredentialProfile.DPOP;
import static dev.zt.guard.CredentialProfile.HTTP_SIGNATURE;
import static dev.zt.guard.CredentialProfile.WPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zt.identity.Scopes;
import dev.zt.policy.UserAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to whom; a row of each table is one behaviour. */
class AnswersTest {
    private static final Set<CredentialProfile> EVERY = EnumSet.allOf(CredentialProfile.class);

    private static Accepted accepting(Set<CredentialProfile> profiles) {
        return new Accepted(profiles, List.of("ES256"));
    }

    private static final Answers ALL = new Answers(accepting(EVERY), null);
    private static final Answers DESCRIBED =
            new Answers(accepting(EVERY), URI.create("https://orders.internal/.well-known/oauth-protected-resource"));

    static List<String> fields(Answer answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Answer.Header::value)
                .toList();
    }

    private static List<String> challenges(Answer answer) {
        return fields(answer, "WWW-Authenticate");
    }

    private static String body(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    // Status and challenges, so that a row of a table can be read.
    private static String shape(Answer answer) {
        return String.join(
                " | ",
                Stream.concat(Stream.of("" + answer.status()), challenges(answer).stream())
                        .toList());
    }

    @Test
    void challenges_strangersOnceForEachAcceptedSchemeWithoutAnErrorCode() {
        assertThat(shape(ALL.nothingPresented())).isEqualTo("401 | WPT | DPoP algs=\"ES256\" | Bearer realm=\"zt\"");
        assertThat(shape(new Answers(accepting(Set.of(WPT)), null).nothingPresented()))
                .isEqualTo("401 | WPT");
        assertThat(shape(new Answers(accepting(Set.of(BEARER, CERTIFICATE)), null).nothingPresented()))
                .isEqualTo("401 | Bearer realm=\"zt\"");
    }

    @Test
    void challenges_withTheMetadataWhereAnAccessTokenIsAskedFor() {
        String metadata = "resource_metadata=\"https://orders.internal/.well-known/oauth-protected-resource\"";

        assertThat(challenges(DESCRIBED.nothingPresented()))
                .containsExactly("WPT", "DPoP algs=\"ES256\", " + metadata, "Bearer " + metadata);
        assertThat(challenges(DESCRIBED.flawed(BEARER, Flaw.TOKEN)))
                .containsExactly("Bearer error=\"invalid_token\", " + metadata);
        assertThat(challenges(DESCRIBED.scopeMissing(DPOP, Scopes.of("a:b"), Scopes.of("a:b"))))
                .containsExactly("DPoP error=\"insufficient_scope\", scope=\"a:b\", algs=\"ES256\", " + metadata);
        assertThat(challenges(DESCRIBED.flawed(WPT, Flaw.PROOF))).containsExactly("WPT");
    }

    @Test
    void blames_noAccessTokenForATransactionToken() {
        assertThat(shape(ALL.flawed(DPOP, Flaw.TRANSACTION))).startsWith("401");
        assertThat(challenges(ALL.flawed(DPOP, Flaw.TRANSACTION)))
                .singleElement()
                .asString()
                .startsWith("DPoP algs=")
                .doesNotContain("error");
        assertThat(challenges(ALL.flawed(BEARER, Flaw.TRANSACTION))).containsExactly("Bearer realm=\"zt\"");
        assertThat(challenges(ALL.flawed(WPT, Flaw.TRANSACTION))).containsExactly("WPT");
    }

    @Test
    void answers_no401WhereNothingCanBeAskedFor() {
        assertThat(shape(new Answers(accepting(Set.of(HTTP_SIGNATURE, CERTIFICATE)), null).nothingPresented()))
                .isEqualTo("400");
        assertThat(shape(new Answers(accepting(Set.of(CERTIFICATE)), null).nothingPresented()))
                .isEqualTo("403");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "WPT;            REQUEST; 400",
                "WPT;            TOKEN;   400",
                "WPT;            PROOF;   401 | WPT",
                "HTTP_SIGNATURE; REQUEST; 400",
                "HTTP_SIGNATURE; TOKEN;   400",
                "HTTP_SIGNATURE; PROOF;   400",
                "DPOP;           REQUEST; 400 | DPoP error=\"invalid_request\", algs=\"ES256\"",
                "DPOP;           TOKEN;   401 | DPoP error=\"invalid_token\", algs=\"ES256\"",
                "DPOP;           PROOF;   401 | DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"",
                "BEARER;         REQUEST; 400 | Bearer error=\"invalid_request\"",
                "BEARER;         TOKEN;   401 | Bearer error=\"invalid_token\"",
                "BEARER;         PROOF;   401 | Bearer error=\"invalid_token\"",
                "CERTIFICATE;    REQUEST; 403",
                "CERTIFICATE;    TOKEN;   403",
                "CERTIFICATE;    PROOF;   403"
            })
    void answers_aFlawInTheSchemeThatWasPresented(CredentialProfile presented, Flaw flaw, String shape) {
        assertThat(shape(ALL.flawed(presented, flaw))).isEqualTo(shape);
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void answers_whatIsNotAcceptedLikeNothingAtAll(Flaw flaw) {
        Answers answers = new Answers(accepting(Set.of(WPT)), null);

        for (CredentialProfile other : EnumSet.complementOf(EnumSet.of(WPT))) {
            assertThat(shape(answers.flawed(other, flaw))).isEqualTo("401 | WPT");
        }
        assertThat(shape(answers.nonceNeeded("n"))).isEqualTo("401 | WPT");
    }

    @Test
    void asks_forANonceBesideTheChallenge() {
        Answer answer = ALL.nonceNeeded("eyJ7S_zG.eyJH0-Z.HX4w-7v");

        assertThat(shape(answer)).isEqualTo("401 | DPoP error=\"use_dpop_nonce\", algs=\"ES256\"");
        assertThat(fields(answer, "DPoP-Nonce")).containsExactly("eyJ7S_zG.eyJH0-Z.HX4w-7v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\"b", "a\\b", "a\r\nSet-Cookie: x", "é"})
    void refuses_aNonceThatIsNone(String nonce) {
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.nonceNeeded(nonce));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "WPT;            403",
                "HTTP_SIGNATURE; 403",
                "CERTIFICATE;    403",
                "BEARER;         403 | Bearer error=\"insufficient_scope\", scope=\"orders:read orders:write\"",
                "DPOP;           403 | DPoP error=\"insufficient_scope\", scope=\"orders:read orders:write\","
                        + " algs=\"ES256\""
            })
    void names_theRequiredScopesInTheChallengeOfAToken(CredentialProfile proven, String shape) {
        Answer answer = ALL.scopeMissing(proven, Scopes.of("orders:write", "orders:read"), Scopes.of("orders:write"));

        assertThat(shape(answer)).isEqualTo(shape);
        assertThat(body(answer)).contains("\"missing_scopes\":\"orders:write\"");
    }

    @Test
    void writes_noEmptyScopeParameter() {
        assertThat(challenges(ALL.scopeMissing(BEARER, Scopes.none(), Scopes.none())))
                .containsExactly("Bearer error=\"insufficient_scope\"");
    }

    @Test
    void demands_aBetterOrNewerAuthentication() {
        UserAuthentication both =
                new UserAuthentication(List.of("urn:gold", "phr"), Optional.of(Duration.ofMinutes(5)));

        assertThat(shape(ALL.stepUp(BEARER, both)))
                .isEqualTo("401 | Bearer error=\"insufficient_user_authentication\", acr_values=\"urn:gold phr\","
                        + " max_age=\"300\"");
        assertThat(shape(ALL.stepUp(DPOP, new UserAuthentication(List.of(), Optional.of(Duration.ofSeconds(1))))))
                .isEqualTo("401 | DPoP error=\"insufficient_user_authentication\", max_age=\"1\", algs=\"ES256\"");
        assertThat(shape(ALL.stepUp(BEARER, new UserAuthentication(List.of("phr"), Optional.empty()))))
                .isEqualTo("401 | Bearer error=\"insufficient_user_authentication\", acr_values=\"phr\"");
        assertThat(shape(ALL.stepUp(WPT, both))).isEqualTo("403");
    }

    @Test
    void says_whenToAskAgainInWholeSeconds() {
        assertThat(fields(ALL.unavailable(Duration.ZERO), "Retry-After")).containsExactly("1");
        assertThat(fields(ALL.unavailable(Duration.ofMillis(1001)), "Retry-After"))
                .containsExactly("2");
        assertThat(shape(ALL.unavailable(Duration.ofSeconds(7)))).isEqualTo("503");
    }

    @Test
    void writes_oneContentForEachClass() {
        Set<String> contents = new LinkedHashSet<>();
        contents.add(body(ALL.nothingPresented()));
        contents.add(body(ALL.badRequest()));
        contents.add(body(ALL.forbidden()));
        contents.add(body(ALL.nonceNeeded("n")));
        for (CredentialProfile presented : CredentialProfile.values()) {
            Arrays.stream(Flaw.values()).forEach(flaw -> contents.add(body(ALL.flawed(presented, flaw))));
        }

        assertThat(contents)
                .containsExactlyInAnyOrder(
                        "{\"type\":\"https://zt.dev/reasons#proof-required\",\"title\":\"The caller must prove who"
                                + " it is\",\"status\":401}",
                        "{\"type\":\"https://zt.dev/reasons#bad-request\",\"title\":\"The request or its token cannot"
                                + " be accepted\",\"status\":400}",
                        "{\"type\":\"https://zt.dev/reasons#forbidden\",\"title\":\"The caller may not do"
                                + " this\",\"status\":403}");
    }

    @Test
    void says_inItsTitleWhatItsContentSays() {
        for (Answer answer : List.of(ALL.badRequest(), ALL.forbidden(), ALL.unavailable(Duration.ZERO))) {
            assertThat(body(answer)).contains("\"title\":\"" + answer.title() + "\"");
        }
        assertThat(ALL.forbidden().title()).isEqualTo("The caller may not do this");
        assertThat(Answer.document("{}", Duration.ZERO).title()).isEmpty();
    }

    @Test
    void sends_everyRefusalAsAProblemThatNobodyKeeps() {
        for (Answer answer : List.of(ALL.badRequest(), ALL.forbidden(), ALL.unavailable(Duration.ZERO))) {
            assertThat(fields(answer, "Content-Type")).containsExactly("application/problem+json");
            assertThat(fields(answer, "Cache-Control")).containsExactly("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "a\\b", "a\nb", "\u007F", "é", "\t"})
    void refuses_whatWouldBreakAQuotedString(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Challenge.of("Bearer").with("scope", value));
    }

    @Test
    void refuses_aSecondParameterOfTheSameName() {
        Challenge challenge = Challenge.of("Bearer").with("error", "invalid_token");

        assertThatIllegalArgumentException().isThrownBy(() -> challenge.with("error", "invalid_request"));
        assertThatIllegalArgumentException().isThrownBy(() -> challenge.with("an error", "x"));
    }

    @ParameterizedTest
    @CsvSource({"'',x", "a b,x", "a:,x", "'a\r\n',x", "é,x", "a,''", "a,' x'", "a,'x '", "a,'x\r\nb: y'", "a,é"})
    void refuses_aFieldThatWouldBeTwo(String name, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Answer.Header(name, value));
    }
}
