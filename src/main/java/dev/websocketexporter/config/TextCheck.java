package dev.websocketexporter.config;

/** What a text must be. Problems show nothing of it: it may be secret. */
@FunctionalInterface
interface TextCheck {
    /** The text as it is meant. */
    String checked(String text) throws BadValueException;

    /** Something. */
    TextCheck NOT_EMPTY = text -> {
        if (text.isEmpty()) {
            throw new BadValueException("is empty");
        }
        return text;
    };

    /** One line of a header, of which something is left without the spaces around it. */
    TextCheck HEADER_LINE = text -> NOT_EMPTY.checked(FieldText.value(text));

    /** RFC 7617 §2: no control characters. */
    TextCheck LOGIN = text -> {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw BadValueException.withHint("holds a line break or a control character", "expected: without it");
        }
        return text;
    };

    /** RFC 7617 §2: whatever follows a colon would be the password. */
    TextCheck USERNAME = text -> {
        if (text.indexOf(':') >= 0) {
            throw BadValueException.withHint("holds a colon", "expected: a name without one; the password is a key");
        }
        return LOGIN.checked(text);
    };

    /** RFC 3629 §3: half of a surrogate pair, which YAML's escapes can make, is nothing that can be sent. */
    TextCheck UNICODE = text -> {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw BadValueException.withHint(
                    "holds half of a surrogate pair", "expected: the character itself, or send_binary for bytes");
        }
        return text;
    };

    /** One line, as it stands. */
    TextCheck ONE_LINE = text -> NOT_EMPTY.checked(LOGIN.checked(text));
}
