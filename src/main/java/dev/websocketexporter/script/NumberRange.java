package dev.websocketexporter.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.ValueNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Numbers whose exponent is beyond every type of the runtime. They are JSON (RFC 8259 §6), so a message with one is read,
 * and such a number stands for nothing but its own text.
 */
final class NumberRange {
    private NumberRange() {}

    /** The text of a number that has no value here; null for everything else. */
    static @Nullable String textBeyond(JsonNode value) {
        return value instanceof POJONode node && node.getPojo() instanceof RawValue raw
                ? String.valueOf(raw.rawValue())
                : null;
    }

    /** Makes parsers that read such numbers, too. */
    static final class Parsers extends JsonFactory {
        private static final long serialVersionUID = 1L;

        Parsers(JsonFactoryBuilder settings) {
            super(settings);
        }

        @Override
        public JsonParser createParser(String content) throws IOException {
            return new AnyNumber(super.createParser(content));
        }
    }

    /** Makes nodes of them. */
    static final class Nodes extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueNode numberNode(BigDecimal value) {
            return value instanceof Beyond beyond ? new POJONode(new RawValue(beyond.text)) : super.numberNode(value);
        }
    }

    private static final class AnyNumber extends JsonParserDelegate {
        AnyNumber(JsonParser parser) {
            super(parser);
        }

        @Override
        public BigDecimal getDecimalValue() throws IOException {
            try {
                return super.getDecimalValue();
            } catch (NumberFormatException beyondTheType) {
                return number(getText());
            }
        }

        /** The significand may make up for an exponent that is too large by itself; zero is zero with any. */
        private static BigDecimal number(String text) {
            int e = Math.max(text.indexOf('e'), text.indexOf('E'));
            BigDecimal significand = new BigDecimal(text.substring(0, e)).stripTrailingZeros();
            BigInteger scale = BigInteger.valueOf(significand.scale()).subtract(new BigInteger(text.substring(e + 1)));
            if (significand.signum() == 0) {
                return BigDecimal.ZERO;
            }
            return scale.bitLength() < Integer.SIZE
                    ? new BigDecimal(significand.unscaledValue(), scale.intValue())
                    : new Beyond(text);
        }
    }

    /** Carries the text from the parser to the node. */
    private static final class Beyond extends BigDecimal {
        private static final long serialVersionUID = 1L;

        private final String text;

        Beyond(String text) {
            super(0);
            this.text = text;
        }
    }
}
