package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5280 §4.2.1.10, for addresses of mail. */
class MailConstraintsTest {
    @ParameterizedTest
    @CsvSource({
        "a@mail.example, a@mail.example, true",
        "a@mail.example, a@MAIL.example, true",
        "a@mail.example, A@mail.example, false",
        "a@mail.example, b@mail.example, false",
        "mail.example, a@mail.example, true",
        "mail.example, A@Mail.Example, true",
        "mail.example, a@x.mail.example, false",
        ".mail.example, a@x.mail.example, true",
        ".mail.example, a@mail.example, false",
        ".mail.example, a@xmail.example, false"
    })
    void anAddressAHostOrADomainIsPermittedOrExcluded(String base, String name, boolean within) {
        assertThat(permitting(base).broken(name) == null).isEqualTo(within);
        assertThat(excluding(base).broken(name) == null).isEqualTo(!within);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mail.example", "a@b@mail.example", "\"a\"@mail.example", "a@[10.0.0.1]", "@mail.example", ""})
    void anAddressThatIsNotPlainIsNeverAllowed(String name) {
        assertThat(permitting("mail.example").broken(name)).contains("is malformed");
        assertThat(excluding("other.example").broken(name)).contains("is malformed");
        assertThat(new MailConstraints().broken(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@mail.example", "\"a\"@mail.example", "[10.0.0.1]", "a@b@mail.example"})
    void aConstraintThatIsNotPlainExcludesAllAndPermitsNone(String base) {
        assertThat(permitting(base).broken("a@mail.example")).isEqualTo("mail address a@mail.example is not permitted");
        assertThat(excluding(base).broken("a@mail.example")).isEqualTo("mail address a@mail.example is excluded");
    }

    @Test
    void inTheSubjectWhatIsExcludedIsSoInAnyCase() {
        MailConstraints excluding = excluding("A@mail.example");

        assertThat(excluding.broken("a@mail.example")).isNull();
        assertThat(excluding.brokenInSubject("a@mail.example")).isEqualTo("mail address a@mail.example is excluded");
        assertThat(permitting("A@mail.example").brokenInSubject("a@mail.example"))
                .contains("is not permitted");
    }

    @Test
    void everyCaMustPermit() {
        MailConstraints constraints = permitting("mail.example");
        constraints.permit(List.of("other.example", "a@mail.example"));

        assertThat(constraints.broken("a@mail.example")).isNull();
        assertThat(constraints.broken("b@mail.example")).isNotNull();
        assertThat(constraints.broken("a@other.example")).isNotNull();
    }

    private static MailConstraints permitting(String base) {
        MailConstraints constraints = new MailConstraints();
        constraints.permit(List.of(base));
        return constraints;
    }

    private static MailConstraints excluding(String base) {
        MailConstraints constraints = new MailConstraints();
        constraints.exclude(base);
        return constraints;
    }
}
