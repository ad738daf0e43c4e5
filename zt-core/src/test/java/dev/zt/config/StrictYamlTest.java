package dev.zt.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictYamlTest {
    private static Fields read(String yaml) {
        return StrictYaml.read("f.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_mappingsListsAndScalarsWithTheirPlaces() {
        Fields root = read("a: x\nb:\n  - 1\n  - true\nc: {d: 'no'}\n");

        assertThat(root.required("a").text()).isEqualTo("x");
        assertThat(root.required("b").items().get(0).wholeNumber()).isEqualTo(1);
        assertThat(root.required("b").items().get(1).flag()).isTrue();
        assertThat(root.required("c").fields().required("d").text()).isEqualTo("no");
        assertThat(root.placeOf("c")).isEqualTo(new Place("f.yaml", 5, 1));
        assertThat(root.required("b").items().get(1).place()).isEqualTo(new Place("f.yaml", 4, 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\na: 2'             | f.yaml:2:1: key 'a' repeated; first at line 1",
                "'a: &x 1\nb: *x'         | f.yaml:2:4: anchors and aliases are not allowed; repeat the value",
                "'a: 1\n---\nb: 2'        | f.yaml:3:1: a second document; keep one per file",
                "'a: !!str 1'             | f.yaml:1:4: tags are not allowed",
                "'- a'                    | f.yaml:1:1: expected a mapping (key: value) but found a list",
                "''                       | f.yaml: the document is empty",
                "'a: [1'                  | f.yaml:1:6: not YAML",
                "'a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: {m: {n: {o: {p: {q: {r: 1}}}}}}}}}}}}}}}}}'"
                        + " | nested deeper than 16 levels"
            })
    void refuses_whatSaysMoreThanOneThing(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refuses_textThatIsNotUtf8() {
        assertThatThrownBy(() -> StrictYaml.read("f.yaml", new byte[] {'a', ':', ' ', (byte) 0xC3, (byte) 0x28}))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refuses_aMebibyteAndMore() {
        assertThatThrownBy(() -> StrictYaml.read("f.yaml", new byte[StrictYaml.MAX_BYTES + 1]))
                .hasMessageContaining("larger than");
    }

    @Test
    void suggests_theClosestKey() {
        assertThatThrownBy(() -> read("polcy: x").only("policy", "service"))
                .hasMessage("f.yaml:1:1: unknown key 'polcy'; did you mean 'policy'?");
    }

    @Test
    void lists_theKnownKeysWhereNoneIsClose() {
        assertThatThrownBy(() -> read("zzzzzz: x").only("policy", "service"))
                .hasMessageContaining("known: policy, service");
    }

    @Test
    void refuses_wrongTypes() {
        Fields root = read("n: 7\ntext: seven\nyes: yes\nnothing:\n");

        assertThatThrownBy(() -> root.required("n").text())
                .hasMessage("f.yaml:1:4: expected text but found a number; put it in quotes");
        assertThatThrownBy(() -> root.required("text").wholeNumber()).hasMessageContaining("expected a whole number");
        assertThatThrownBy(() -> root.required("yes").flag()).hasMessageContaining("expected true or false");
        assertThatThrownBy(() -> root.required("nothing").text()).hasMessageContaining("found nothing");
        assertThatThrownBy(() -> root.required("text").items()).hasMessageContaining("expected a list");
        assertThatThrownBy(() -> root.required("absent")).hasMessage("f.yaml:1:1: missing key 'absent'");
    }

    @Test
    void escapes_hostileKeysInMessages() {
        assertThatThrownBy(() -> read("\"a\\nb\": 1").only("policy"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
