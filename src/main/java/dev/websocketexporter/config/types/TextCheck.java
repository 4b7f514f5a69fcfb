package dev.websocketexporter.config.types;

/** What a text must be. Messages show nothing of it: it may be secret. */
@FunctionalInterface
public interface TextCheck {
    /**
     * The text as it is meant.
     *
     * @throws BadValueException if it is not what it must be
     */
    String checked(String text) throws BadValueException;

    /** At least one character. */
    TextCheck NOT_EMPTY = text -> {
        if (text.isEmpty()) {
            throw new BadValueException("is empty");
        }
        return text;
    };

    /** RFC 7617 §2: no control characters. */
    TextCheck LOGIN = text -> {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw BadValueException.withHint("holds a line break or a control character", "expected: without it");
        }
        return text;
    };

    /** RFC 7617 §2: the text after a colon would be the password. */
    TextCheck USERNAME = text -> {
        if (text.indexOf(':') >= 0) {
            throw BadValueException.withHint("holds a colon", "expected: a name without one; the password is a key");
        }
        return LOGIN.checked(text);
    };

    /** RFC 3629 §3: half of a surrogate pair, which YAML's escapes can make, cannot be sent. */
    TextCheck UNICODE = text -> {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw BadValueException.withHint(
                    "holds half of a surrogate pair", "expected: the character itself, or send_binary for bytes");
        }
        return text;
    };

    /** What may stand inside of a text in JSON or XML as it is, so that a value cannot end the text around it. */
    TextCheck WITHIN_A_TEXT = text -> {
        if (text.chars().anyMatch(c -> "\"\\'<>&`".indexOf(c) >= 0)) {
            throw BadValueException.withHint(
                    "holds a quote, a backslash or one of < > & `",
                    "expected: without it; a text that needs it belongs into the module");
        }
        return text;
    };

    /** One line, taken as it is. */
    TextCheck ONE_LINE = text -> NOT_EMPTY.checked(LOGIN.checked(text));
}
