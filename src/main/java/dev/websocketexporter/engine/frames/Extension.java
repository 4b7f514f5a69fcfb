package dev.websocketexporter.engine.frames;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An extension that a server has selected (RFC 6455 §9.1).
 *
 * @param parameters in order; a value is absent where there is none
 */
public record Extension(String name, Map<String, Optional<String>> parameters) {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** Not a list of extensions. Without a stack trace: it is not an error of the exporter. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /** All that the fields name, which are one list together; empty elements are ignored (RFC 9110 §5.6.1). */
    static List<Extension> parse(List<String> fields) throws MalformedException {
        return new Parser(String.join(",", fields)).list();
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Extension> list() throws MalformedException {
            List<Extension> extensions = new ArrayList<>();
            while (!atEnd()) {
                if (!skip(',')) {
                    extensions.add(extension());
                    if (!atEnd() && text.charAt(at) != ',') {
                        throw unexpected("a comma");
                    }
                }
            }
            return extensions;
        }

        private Extension extension() throws MalformedException {
            String name = token("the name of an extension");
            Map<String, Optional<String>> parameters = new LinkedHashMap<>();
            while (skip(';')) {
                String parameter = token("the name of a parameter");
                Optional<String> value = skip('=') ? Optional.of(value()) : Optional.empty();
                if (parameters.put(parameter, value) != null) {
                    throw new MalformedException("the parameter " + parameter + " is there twice");
                }
            }
            return new Extension(name, parameters);
        }

        /** What is quoted must be a token, too (RFC 6455 §9.1). */
        private String value() throws MalformedException {
            if (!skip('"')) {
                return token("a value");
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 1 : 0;
                if (at < text.length()) {
                    value.append(text.charAt(at));
                    at++;
                }
            }
            if (!skip('"') || !value.chars().allMatch(Parser::isTokenChar) || value.isEmpty()) {
                throw new MalformedException("a quoted value is no token");
            }
            return value.toString();
        }

        private String token(String expected) throws MalformedException {
            atEnd();
            int start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw unexpected(expected);
            }
            return text.substring(start, at);
        }

        private boolean skip(char c) {
            if (atEnd() || text.charAt(at) != c) {
                return false;
            }
            at++;
            return true;
        }

        /** Whether there is nothing more, whitespace aside. */
        private boolean atEnd() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            return at == text.length();
        }

        private MalformedException unexpected(String expected) {
            return new MalformedException("expected " + expected + " at character " + (at + 1));
        }

        private static boolean isTokenChar(int c) {
            return (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || TOKEN_MARKS.indexOf(c) >= 0;
        }
    }
}
