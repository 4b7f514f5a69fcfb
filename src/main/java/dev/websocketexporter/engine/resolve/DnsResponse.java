package dev.websocketexporter.engine.resolve;

import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a name server answered (RFC 1035 §4.1).
 *
 * @param code the response code
 * @param truncated the rest did not fit: the question is for TCP
 * @param referral says nothing but that others may know: the server is not responsible, and does not ask them
 * @param name where the aliases lead, without its last dot unless that is the root; the name that was asked for when there are none
 * @param addresses those of that name, of the family that was asked for
 */
record DnsResponse(int code, boolean truncated, boolean referral, String name, List<InetAddress> addresses) {
    static final int NOERROR = 0;
    static final int NXDOMAIN = 3;

    private static final List<String> CODES = List.of(
            "NOERROR",
            "FORMERR",
            "SERVFAIL",
            "NXDOMAIN",
            "NOTIMP",
            "REFUSED",
            "YXDOMAIN",
            "YXRRSET",
            "NXRRSET",
            "NOTAUTH",
            "NOTZONE");

    private static final int TYPE_CNAME = 5;
    private static final int MAX_ALIASES = 16;
    private static final int MAX_POINTERS = 128;

    /** A message that is no answer to the question; the message goes on after "sent a message that". */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message, null, false, false);
        }
    }

    /** The code as dig writes it. */
    String codeName() {
        return code < CODES.size() ? CODES.get(code) : "code " + code;
    }

    /** Whether the server says that it cannot say: another one may. */
    boolean isRefusal() {
        return (code != NOERROR && code != NXDOMAIN) || referral;
    }

    /**
     * Parses a message.
     *
     * @param id what the query had
     * @throws NoAnswerException when it is none to this question
     */
    static DnsResponse parse(ByteBuffer message, DnsQuestion question, int id) throws NoAnswerException {
        try {
            return new Reader(message, question).read(id);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new NoAnswerException("breaks off");
        }
    }

    /** Goes through a message from its beginning to its end. */
    private static final class Reader {
        private final ByteBuffer message;
        private final DnsQuestion question;
        private final Map<String, String> aliases = new HashMap<>();
        private final Map<String, List<InetAddress>> addresses = new HashMap<>();

        Reader(ByteBuffer message, DnsQuestion question) {
            this.message = message.slice();
            this.question = question;
        }

        DnsResponse read(int id) throws NoAnswerException {
            if (message.remaining() < DnsQuestion.HEADER_BYTES) {
                throw new NoAnswerException("is shorter than a header");
            }
            if (unsigned16() != id) {
                throw new NoAnswerException("has another id");
            }
            int flags = unsigned16();
            if ((flags & 0x8000) == 0) {
                throw new NoAnswerException("is a question itself");
            }
            int code = flags & 0xf;
            int questions = unsigned16();
            int answers = unsigned16();
            message.position(DnsQuestion.HEADER_BYTES);
            // A server that does not understand the question may leave it out.
            if (questions != 0 || code == NOERROR || code == NXDOMAIN) {
                question(questions);
            }
            boolean truncated = (flags & 0x0200) != 0;
            for (int i = 0; i < answers && !truncated; i++) {
                answer();
            }
            boolean responsible = (flags & 0x0480) != 0;
            String name = endOfAliases();
            return new DnsResponse(
                    code,
                    truncated,
                    code == NOERROR && !responsible && answers == 0,
                    name,
                    List.copyOf(addresses.getOrDefault(name, List.of())));
        }

        private void question(int questions) throws NoAnswerException {
            boolean same = questions == 1
                    && name().equals(lower(question.name()))
                    && unsigned16() == question.type()
                    && unsigned16() == DnsQuestion.CLASS_IN;
            if (!same) {
                throw new NoAnswerException("answers another question");
            }
        }

        /** One record; what is neither an address of the family nor an alias is passed over. */
        private void answer() throws NoAnswerException {
            String owner = name();
            int type = unsigned16();
            boolean internet = unsigned16() == DnsQuestion.CLASS_IN;
            message.getInt();
            int length = unsigned16();
            int end = message.position() + length;
            if (internet && type == TYPE_CNAME) {
                aliases.putIfAbsent(owner, name());
                if (message.position() != end) {
                    throw new NoAnswerException("has an alias of another length than its record");
                }
            } else if (internet && type == question.type()) {
                if (length != question.addressBytes()) {
                    throw new NoAnswerException("has an address of " + length + " bytes");
                }
                byte[] address = new byte[length];
                message.get(address);
                addresses.computeIfAbsent(owner, name -> new ArrayList<>()).add(Addresses.of(address));
            }
            message.position(end);
        }

        /** Where the aliases lead from the name that was asked for, in whatever order they stand. */
        private String endOfAliases() throws NoAnswerException {
            String name = lower(question.name());
            for (int i = 0; i <= MAX_ALIASES; i++) {
                String next = aliases.get(name);
                if (next == null) {
                    return name;
                }
                name = next;
            }
            throw new NoAnswerException("has aliases that lead round in a circle, or through more than " + MAX_ALIASES);
        }

        /** A name in lower case without its last dot, unless it is the root's; leaves the buffer after it (RFC 1035 §4.1.4). */
        private String name() throws NoAnswerException {
            StringBuilder name = new StringBuilder();
            int after = -1;
            int pointers = 0;
            while (true) {
                int length = message.get() & 0xff;
                if (length == 0) {
                    break;
                }
                if (length >= 0xc0) {
                    int target = (length & 0x3f) << 8 | (message.get() & 0xff);
                    after = after < 0 ? message.position() : after;
                    if (++pointers > MAX_POINTERS) {
                        throw new NoAnswerException("has a name that points to itself");
                    }
                    message.position(target);
                    continue;
                }
                label(length, name);
            }
            if (after >= 0) {
                message.position(after);
            }
            return name.isEmpty() ? "." : name.toString();
        }

        private void label(int length, StringBuilder name) throws NoAnswerException {
            if (length > 63 || name.length() > 4 * DnsQuestion.MAX_NAME) {
                throw new NoAnswerException("has a name that is none");
            }
            name.append(name.isEmpty() ? "" : ".");
            for (int i = 0; i < length; i++) {
                char c = (char) (message.get() & 0xff);
                // So that a dot within a label does not make two of it.
                if (c == '.' || c == '\\' || c <= ' ' || c >= 0x7f) {
                    name.append('\\').append(c / 100).append(c / 10 % 10).append(c % 10);
                } else {
                    name.append(c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c);
                }
            }
        }

        private int unsigned16() {
            return message.getShort() & 0xffff;
        }

        private static String lower(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
