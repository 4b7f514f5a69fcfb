package dev.websocketexporter.server.page;

import org.jspecify.annotations.Nullable;

/** HTML that is being written. Whatever is given as a text or as a value is escaped. Not for use by several threads. */
final class Html {
    private final StringBuilder page = new StringBuilder(16 * 1024);

    /**
     * The beginning of an element.
     *
     * @param attributes names and values in turn; one whose value is absent is left out
     */
    Html open(String name, @Nullable String... attributes) {
        page.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                page.append(' ').append(attributes[i]).append("=\"");
                append(value);
                page.append('"');
            }
        }
        page.append('>');
        return this;
    }

    Html close(String name) {
        page.append("</").append(name).append('>');
        return this;
    }

    Html text(String text) {
        append(text);
        return this;
    }

    /** An element with nothing but a text. */
    Html element(String name, String text, @Nullable String... attributes) {
        return open(name, attributes).text(text).close(name);
    }

    /** An end of line, for people who read the source. */
    Html line() {
        page.append('\n');
        return this;
    }

    private void append(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
