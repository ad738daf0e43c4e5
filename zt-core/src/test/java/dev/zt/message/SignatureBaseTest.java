package dev.zt.message;

import static dev.zt.message.Messages.base;
import static dev.zt.message.Messages.fields;
import static dev.zt.message.Messages.request;
import static dev.zt.message.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureBaseTest {
    private static String valueOf(String component, Message message) {
        String base = base("(" + component + ")", message);
        return base == null ? null : base.substring(component.length() + 2, base.indexOf("\n\"@signature-params\": "));
    }

    @ParameterizedTest
    @CsvSource({
        "@method, POST",
        "@path, /gimme%2dice",
        "@query, ?a=b&c",
        "@request-target, /gimme%2dice?a=b&c",
        "@scheme, https",
        "@authority, orders.example",
        "@target-uri, https://orders.example/gimme%2dice?a=b&c"
    })
    void derives_aComponent(String name, String value) {
        Message request = new Message.Request("POST", "HTTPS", "Orders.Example:443", "/gimme%2dice", "a=b&c", fields());

        assertThat(valueOf('"' + name + '"', request)).isEqualTo(value);
        assertThat(valueOf('"' + name + "\";req", new Message.Response(200, fields(), (Message.Request) request)))
                .isEqualTo(value);
    }

    @Test
    void keeps_thePortThatIsNoDefault() {
        Message request = new Message.Request("GET", "http", "a.example:443", "", null, fields());

        assertThat(valueOf("\"@authority\"", request)).isEqualTo("a.example:443");
        assertThat(valueOf("\"@target-uri\"", request)).isEqualTo("http://a.example:443/");
        assertThat(valueOf("\"@target-uri\"", new Message.Request("GET", "http", "AZ:80", "", null, fields())))
                .isEqualTo("http://az/");
    }

    @Test
    void folds_noLetterOutsideAscii() {
        Message request = new Message.Request("GET", "https", "\u212A.example", "/", null, fields());

        assertThat(base("(\"@authority\")", request)).isNull();
    }

    @Test
    void writes_aMissingPathAsSlash_andAMissingQueryAsQuestionMark() {
        Message request = Message.Request.of("GET", "", null, fields());

        assertThat(base("(\"@path\" \"@query\" \"@request-target\");created=1", request))
                .isEqualTo("\"@path\": /\n\"@query\": ?\n\"@request-target\": /\n"
                        + "\"@signature-params\": (\"@path\" \"@query\" \"@request-target\");created=1");
        assertThat(valueOf("\"@query\"", Message.Request.of("GET", "/", "", fields())))
                .isEqualTo("?");
    }

    @Test
    void keeps_theCaseOfTheMethod() {
        assertThat(valueOf("\"@method\"", Message.Request.of("post", "/", null, fields())))
                .isEqualTo("post");
    }

    @Test
    void trims_andJoins_theValuesOfAField() {
        assertThat(valueOf("\"x\"", request("X", " \ta\t ~ \t", "x", "", "x", "c, d")))
                .isEqualTo("a\t ~, , c, d");
        assertThat(valueOf("\"x\"", request("x", "  "))).isEmpty();
    }

    @Test
    void signs_theParametersAsReceived() {
        assertThat(base("( \"@method\" );  b=?1;a=01", request()))
                .isEqualTo("\"@method\": POST\n\"@signature-params\": ( \"@method\" );  b=?1;a=01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(\"missing\")",
                "(\"x\" \"x\")",
                "(\"@method\" \"x\" \"@method\")",
                "(\"@method\";req)",
                "(\"@method\";req=?0)",
                "(\"@status\")",
                "(\"@authority\")",
                "(\"@target-uri\")",
                "(\"@scheme\")",
                "(\"@unknown\")",
                "(\"@\")",
                "(\"@Method\")",
                "(\"@signature-params\")",
                "(\"@query-param\";name=\"a\")",
                "(\"@query-params\")",
                "(\"\")",
                "(\"X\")",
                "(\"x \")",
                "(\"x\";sf)",
                "(\"x\";bs)",
                "(\"x\";key=\"a\")",
                "(\"x\";tr)",
                "(\"x\";req)",
                "(\"x\";unknown)"
            })
    void refuses_whatItCannotCover(String value) {
        assertThat(base(value, request("x", "1"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\r\n b",
                "a\rb",
                "a\u0000",
                "\u00e9",
                "a\u007f",
                "a\u001f",
                "\ud83d\ude00",
                "\u0085",
                "\u2028"
            })
    void refuses_aValueThatIsNotOneLineOfAscii(String value) {
        assertThat(base("(\"x\")", request("x", value))).isNull();
        assertThat(base("(\"x\")", request("x", "fine", "x", value))).isNull();
        assertThat(base("(\"x\";req)", new Message.Response(200, fields(), request("x", value))))
                .isNull();
        assertThat(base("(\"@method\")", Message.Request.of(value, "/", null, fields())))
                .isNull();
        assertThat(base("(\"@path\")", Message.Request.of("GET", "/" + value, null, fields())))
                .isNull();
        assertThat(base("(\"@query\")", Message.Request.of("GET", "/", value, fields())))
                .isNull();
        assertThat(base("(\"@authority\")", new Message.Request("GET", "https", value, "/", null, fields())))
                .isNull();
    }

    @Test
    void refuses_aTargetThatIsCutElsewhere() {
        assertThat(base("(\"@path\")", Message.Request.of("GET", "/a?b", null, fields())))
                .isNull();
        assertThat(base("(\"@path\")", Message.Request.of("GET", "/a#b", null, fields())))
                .isNull();
        assertThat(base("(\"@query\")", Message.Request.of("GET", "/a", "b#c", fields())))
                .isNull();
        assertThat(base("(\"@path\")", Message.Request.of("GET", "/a b", null, fields())))
                .isNull();
        assertThat(base("(\"@authority\")", new Message.Request("GET", "https", "u@a", "/", null, fields())))
                .isNull();
        assertThat(base("(\"@target-uri\")", new Message.Request("GET", "ftp", "a", "/", null, fields())))
                .isNull();
        assertThat(base("(\"@method\")", Message.Request.of("", "/", null, fields())))
                .isNull();
    }

    @Test
    void asks_forNoFieldWhoseNameIsNotInLowerCase() {
        Message request = Message.Request.of("GET", "/", null, name -> List.of("any"));

        assertThat(base("(\"a-z!\")", request)).isNotNull();
        for (String name : new String[] {"A", "Z", "aA", "a b", "a:", "", " ", "a\\\""}) {
            assertThat(base("(\"" + name + "\")", request)).isNull();
        }
    }

    @Test
    void writes_everyStatusOfThreeDigits() {
        assertThat(valueOf("\"@status\"", new Message.Response(100, fields(), request())))
                .isEqualTo("100");
        assertThat(valueOf("\"@status\"", new Message.Response(999, fields(), request())))
                .isEqualTo("999");
        assertThat(base("(\"@status\")", new Message.Response(1000, fields(), request())))
                .isNull();
    }

    @Test
    void takes_partsOfTheRequest_onlyWhereTheyAreAskedFor() {
        Message response = response("x", "of the response");

        assertThat(valueOf("\"@method\";req", response)).isEqualTo("POST");
        assertThat(valueOf("\"x\"", response)).isEqualTo("of the response");
        assertThat(base("(\"x\";req)", response)).isNull();
        assertThat(base("(\"@method\")", response)).isNull();
        assertThat(base("(\"@status\";req)", response)).isNull();
        assertThat(base("(\"@status\")", new Message.Response(99, fields(), request())))
                .isNull();
    }

    // RFC 9421 §2: the order of parameters does not make it another component.
    @Test
    void refuses_aComponentThatStandsTwice_whateverItsSpelling() {
        assertThat(base("(\"@method\";req \"@method\";req=?1)", response())).isNull();
        assertThat(new Component("x", Messages.input("();a;b").parameters()))
                .isEqualTo(new Component("x", Messages.input("();b;a").parameters()));
    }

    @Test
    void shows_noCredential() {
        Message.Request request = request("authorization", "Bearer secret");

        assertThat(SignatureBase.of(Messages.input("(\"authorization\")"), request))
                .get()
                .asString()
                .doesNotContain("secret");
        assertThat(request.toString()).isEqualTo("Request");
        assertThat(response().toString()).isEqualTo("Response[200]");
        assertThat(Messages.input("(\"a\");nonce=\"secret\"").toString()).doesNotContain("secret");
    }
}
