package dev.websocketexporter.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.conformance.Negotiation.Agreement;
import java.util.List;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    private static final List<String> PLAIN = List.of("permessage-deflate");

    @Test
    void windowOfTheClientIsNotNamedUnasked() {
        Negotiation negotiation = Negotiation.wishing("client_max_window_bits=9");
        assertThat(negotiation.answer(PLAIN)).isEmpty();
        assertThat(negotiation.answer(List.of("permessage-deflate; client_max_window_bits")))
                .map(Agreement::header)
                .contains("permessage-deflate; client_max_window_bits=9");
    }

    @Test
    void otherParametersAreNamedUnasked() {
        Negotiation negotiation = Negotiation.wishing("client_no_context_takeover; server_max_window_bits=9");
        assertThat(negotiation.answer(PLAIN))
                .map(Agreement::header)
                .contains("permessage-deflate; client_no_context_takeover; server_max_window_bits=9");
    }

    @Test
    void clientWithoutAnOfferIsFoundOut() {
        assertThatThrownBy(() -> Negotiation.wishing("").answer(List.of("x-other")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("offered no permessage-deflate");
    }
}
