package dev.zt.message;

import static dev.zt.message.Messages.input;
import static dev.zt.message.Messages.request;
import static dev.zt.message.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule is broken, for requests and responses; the numbers are those of the list of negative cases. */
class WimseProfileTest {
    private static final String TAG = ";tag=\"wimse-workload-to-workload\"";
    private static final String COMMON = ";created=10;expires=20;nonce=\"n\"" + TAG;
    private static final String ALL = "(\"@method\" \"@path\" \"@query\" \"content-type\" \"content-digest\""
            + " \"authorization\" \"txn-token\" \"workload-identity-token\")";
    private static final String OF_RESPONSE = "(\"@status\" \"@method\";req \"@path\";req \"@query\";req"
            + " \"content-type\" \"content-digest\" \"workload-identity-token\")";
    private static final Message.Request REQUEST = request(
            "Content-Type", "text/plain",
            "Content-Digest", "sha-256=:AAAA:",
            "Authorization", "Bearer a",
            "Txn-Token", "b",
            "Workload-Identity-Token", "c");
    private static final Message.Response RESPONSE =
            response("Content-Type", "text/plain", "Content-Digest", "sha-256=:AAAA:", "Workload-Identity-Token", "c");

    private static MessageFault ofRequest(String parameters) {
        return WimseProfile.checkRequest(input(ALL + parameters), REQUEST);
    }

    private static MessageFault ofResponse(String parameters) {
        return WimseProfile.checkResponse(input(OF_RESPONSE + parameters), RESPONSE, "n0");
    }

    @Test
    void accepts_aRequestThatSaysAndCoversAll() {
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\"")).isNull();
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";wimse-sign-response")).isNull();
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";wimse-sign-response=?0"))
                .isNull();
        assertThat(ofRequest(COMMON.replace("10", "0") + ";wimse-aud=\"a\"")).isNull();
        assertThat(ofRequest(TAG + ";wimse-aud=\"a\";nonce=\"n\";expires=10;created=10"))
                .isNull();
    }

    @Test
    void accepts_aResponseThatSaysAndCoversAll() {
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"n0\"")).isNull();
    }

    // Case 35.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                ";expires=20;nonce=\"n\", CREATED_MISSING",
                ";created;expires=20;nonce=\"n\", CREATED_MISSING",
                ";created=\"10\";expires=20;nonce=\"n\", CREATED_MISSING",
                ";created=-10;expires=20;nonce=\"n\", CREATED_MISSING",
                ";created=10;nonce=\"n\", EXPIRES_MISSING",
                ";created=10;expires=\"20\";nonce=\"n\", EXPIRES_MISSING",
                ";created=20;expires=19;nonce=\"n\", EXPIRES_BEFORE_CREATED",
                ";created=10;expires=20, NONCE_MISSING",
                ";created=10;expires=20;nonce, NONCE_MISSING",
                ";created=10;expires=20;nonce=\"\", NONCE_MISSING",
                ";created=10;expires=20;nonce=n, NONCE_MISSING",
                ";created=10;expires=20;nonce=:AAAA:, NONCE_MISSING"
            })
    void refuses_missingAndMistypedParameters(String parameters, MessageFault fault) {
        assertThat(ofRequest(parameters + TAG + ";wimse-aud=\"a\"")).isEqualTo(fault);
        assertThat(ofResponse(parameters + TAG + ";wimse-req-nonce=\"n0\"")).isEqualTo(fault);
    }

    @Test
    void refuses_anotherTag() {
        String untagged = ";created=10;expires=20;nonce=\"n\"";

        assertThat(ofRequest(untagged + ";wimse-aud=\"a\"")).isEqualTo(MessageFault.TAG_WRONG);
        assertThat(ofRequest(untagged + ";wimse-aud=\"a\";tag=\"wimse-service-to-service\""))
                .isEqualTo(MessageFault.TAG_WRONG);
        assertThat(ofResponse(untagged + ";wimse-req-nonce=\"n0\";tag=x")).isEqualTo(MessageFault.TAG_WRONG);
    }

    // Case 35.
    @ParameterizedTest
    @CsvSource({"''", ";wimse-aud", ";wimse-aud=\"\"", ";wimse-aud=a"})
    void refuses_aRequestWithoutAudience(String audience) {
        assertThat(ofRequest(COMMON + audience)).isEqualTo(MessageFault.AUDIENCE_MISSING);
    }

    @ParameterizedTest
    @CsvSource({"1", "\"true\"", "true", ":AAAA:"})
    void refuses_aDemandThatIsNoBoolean(String value) {
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";wimse-sign-response=" + value))
                .isEqualTo(MessageFault.SIGN_RESPONSE_MALFORMED);
    }

    // Case 36.
    @Test
    void refuses_aStatedKeyOrAlgorithm() {
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";keyid=\"k\"")).isEqualTo(MessageFault.KEY_ID_STATED);
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";keyid")).isEqualTo(MessageFault.KEY_ID_STATED);
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";alg=\"ed25519\"")).isEqualTo(MessageFault.ALGORITHM_STATED);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"n0\";keyid=\"k\"")).isEqualTo(MessageFault.KEY_ID_STATED);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"n0\";alg=\"x\"")).isEqualTo(MessageFault.ALGORITHM_STATED);
    }

    @Test
    void refuses_parametersOfTheOtherKindOfMessage_andUnknownOnes() {
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";wimse-req-nonce=\"n0\""))
                .isEqualTo(MessageFault.PARAMETER_MISPLACED);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"n0\";wimse-aud=\"a\""))
                .isEqualTo(MessageFault.PARAMETER_MISPLACED);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"n0\";wimse-sign-response"))
                .isEqualTo(MessageFault.PARAMETER_MISPLACED);
        assertThat(ofRequest(COMMON + ";wimse-aud=\"a\";x")).isEqualTo(MessageFault.PARAMETER_UNKNOWN);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"n0\";x=1")).isEqualTo(MessageFault.PARAMETER_UNKNOWN);
    }

    // Case 40.
    @Test
    void refuses_aResponseToAnotherRequest() {
        assertThat(ofResponse(COMMON)).isEqualTo(MessageFault.REQUEST_NONCE_MISSING);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=n0")).isEqualTo(MessageFault.REQUEST_NONCE_MISSING);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"n1\"")).isEqualTo(MessageFault.REQUEST_NONCE_WRONG);
        assertThat(ofResponse(COMMON + ";wimse-req-nonce=\"N0\"")).isEqualTo(MessageFault.REQUEST_NONCE_WRONG);
    }

    // Cases 34 and 38.
    @ParameterizedTest
    @CsvSource({
        "@method, METHOD_NOT_COVERED",
        "@path, PATH_NOT_COVERED",
        "@query, QUERY_NOT_COVERED",
        "content-type, CONTENT_TYPE_NOT_COVERED",
        "content-digest, CONTENT_DIGEST_NOT_COVERED",
        "authorization, AUTHORIZATION_NOT_COVERED",
        "txn-token, TRANSACTION_NOT_COVERED",
        "workload-identity-token, IDENTITY_NOT_COVERED"
    })
    void refuses_aRequestThatLeavesOnePartOpen(String name, MessageFault fault) {
        String parameters = COMMON + ";wimse-aud=\"a\"";
        String open = ALL.replace('"' + name + '"', "\"x\"");
        String ofOther = ALL.replace('"' + name + '"', '"' + name + "\";req");

        assertThat(WimseProfile.checkRequest(input(open + parameters), REQUEST)).isEqualTo(fault);
        assertThat(WimseProfile.checkRequest(input(ofOther + parameters), REQUEST))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "\"@status\", STATUS_NOT_COVERED",
        "\"@method\";req, METHOD_NOT_COVERED",
        "\"@path\";req, PATH_NOT_COVERED",
        "\"@query\";req, QUERY_NOT_COVERED",
        "\"content-type\", CONTENT_TYPE_NOT_COVERED",
        "\"content-digest\", CONTENT_DIGEST_NOT_COVERED",
        "\"workload-identity-token\", IDENTITY_NOT_COVERED"
    })
    void refuses_aResponseThatLeavesOnePartOpen(String component, MessageFault fault) {
        String open = OF_RESPONSE.replace(component, component.endsWith(";req") ? "\"x\";req" : "\"x\"") + COMMON
                + ";wimse-req-nonce=\"n0\"";

        assertThat(WimseProfile.checkResponse(input(open), RESPONSE, "n0")).isEqualTo(fault);
    }

    @Test
    void asks_onlyForFieldsThatAreThere_butForTheTokenOfAResponse() {
        String ofRequest = "(\"@method\" \"@path\" \"@query\")" + COMMON + ";wimse-aud=\"a\"";
        String ofResponse =
                "(\"@status\" \"@method\";req \"@path\";req \"@query\";req)" + COMMON + ";wimse-req-nonce=\"n0\"";

        assertThat(WimseProfile.checkRequest(input(ofRequest), request())).isNull();
        assertThat(WimseProfile.checkResponse(input(ofResponse), response(), "n0"))
                .isEqualTo(MessageFault.IDENTITY_NOT_COVERED);
    }

    @Test
    void accepts_moreThanIsAskedFor() {
        String more = ALL.replace(")", " \"@authority\" \"x\")") + COMMON + ";wimse-aud=\"a\"";

        assertThat(WimseProfile.checkRequest(input(more), REQUEST)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"sf", "bs", "tr", "key=\"a\"", "name=\"a\"", "req=?0", "req=1", "req;sf", "x"})
    void refuses_componentsWithParameters(String parameter) {
        String changed = ALL.replace(")", " \"y\";" + parameter + ")") + COMMON + ";wimse-aud=\"a\"";

        assertThat(WimseProfile.checkRequest(input(changed), REQUEST)).isEqualTo(MessageFault.COMPONENT_PARAMETER);
    }

    @Test
    void refuses_repeatedComponents() {
        String twice = ALL.replace(")", " \"@path\")") + COMMON + ";wimse-aud=\"a\"";
        String spelt = OF_RESPONSE.replace(")", " \"@path\";req=?1)") + COMMON + ";wimse-req-nonce=\"n0\"";

        assertThat(WimseProfile.checkRequest(input(twice), REQUEST)).isEqualTo(MessageFault.COMPONENT_REPEATED);
        assertThat(WimseProfile.checkResponse(input(spelt), RESPONSE, "n0")).isEqualTo(MessageFault.COMPONENT_REPEATED);
    }

    @ParameterizedTest
    @CsvSource({"content-type", "authorization", "txn-token", "workload-identity-token"})
    void refuses_aFieldOfOneValueThatHasTwo(String name) {
        String input = "(\"@method\" \"@path\" \"@query\" \"" + name + "\")" + COMMON + ";wimse-aud=\"a\"";

        assertThat(WimseProfile.checkRequest(input(input), request(name, "a", name, "b")))
                .isEqualTo(MessageFault.FIELD_REPEATED);
    }
}
