package dev.websocketexporter.probe.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.Template.Dialect;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Map<String, String> CAPTURED = Map.of("0", "acd", "1", "a", "n_1", "c", "é", "e");

    private static String expanded(String text, Dialect dialect) {
        return Template.of(text, dialect).expand(CAPTURED::get);
    }

    /** The right column is what Go 1.26 printed for the left one, for an expression with these groups. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "$0, acd",
                "${0}, acd",
                "$1x, ``",
                "${1}x, ax",
                "$$, $",
                "$$$1, $a",
                "$$1, $1",
                "$$${1}$${1}, $a${1}",
                "a$$$, a$$",
                "${, ${",
                "$, $",
                "a$, a$",
                "${}, ${}",
                "$-, $-",
                "${-}, ${-}",
                "${1, ${1",
                "${ 1}, ${ 1}",
                "${1 }, ${1 }",
                "${1x}, ``",
                "${$1}, ${a}",
                "${n_1}, c",
                "${n_1}}, c}",
                "$n_1-, c-",
                "$n_1x, ``",
                "$_, ``",
                "$00, ``",
                "$9, ``",
                "$9999999999, ``",
                "$1é, ``",
                "$１, ``",
                "$1‿, a‿",
                "$‿, $‿",
                "$ⅷ, $ⅷ",
                "$1ⅷ, aⅷ",
                "$1², a²",
                "$a\u0301, \u0301",
                "${a\u0301}, ${a\u0301}",
                "$1\u200dx, a\u200dx",
                "$\uD801\uDC00, ``",
                "$1\uD801\uDC00-, -",
            })
    void goDialectExpandsAsGoDoes(String template, String expected) {
        assertThat(expanded(template, Dialect.GO)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "query($id: ID!), query($id: ID!)",
                "$1, $1",
                "$$, $$",
                "$${1}, $a",
                "${1}x, ax",
                "${n_1}-${1}, c-a",
                "${é}, e",
                "${, ${",
                "${}, ${}",
                "${a-b}, ${a-b}",
                "{1}, {1}",
            })
    void bracedDialectReplacesOnlyTheFormsWithBraces(String template, String expected) {
        assertThat(expanded(template, Dialect.BRACED)).isEqualTo(expected);
    }

    @Test
    void referencesAreTheNamesInOrder() {
        assertThat(Template.of("$$ $b ${a}$1 ${b} $-", Dialect.GO).references()).containsExactly("b", "a", "1", "b");
        assertThat(Template.of("$$ $b ${a}$1 ${b} $-", Dialect.BRACED).references())
                .containsExactly("a", "b");
    }

    @Test
    void whatWasCapturedIsNotExpandedAgain() {
        assertThat(Template.of("${1}", Dialect.BRACED).expand(name -> "${1}$1")).isEqualTo("${1}$1");
    }
}
