package dev.websocketexporter.app;

import static dev.websocketexporter.app.SsrfRow.Answer.BAD;
import static dev.websocketexporter.app.SsrfRow.Answer.FORBIDDEN;
import static dev.websocketexporter.app.SsrfRow.Answer.NO_NAME;
import static dev.websocketexporter.app.SsrfRow.denied;

import dev.websocketexporter.app.SsrfRow.Answer;
import java.util.ArrayList;
import java.util.List;

/** How a target can be spelled, so that a forbidden place does not look like one. */
final class SsrfSpellings {
    private SsrfSpellings() {}

    static List<SsrfRow> all() {
        List<SsrfRow> rows = new ArrayList<>();
        rows.addAll(ipv4());
        rows.addAll(ipv6());
        rows.addAll(letters());
        rows.addAll(urls());
        return rows;
    }

    private static SsrfRow host(String words, Answer answer, String host) {
        return denied(words, answer, "ws://" + host + ":VAULT/");
    }

    private static List<SsrfRow> ipv4() {
        return List.of(
                host("the address as it is", FORBIDDEN, "127.0.0.1"),
                host("an address with a dot at its end", FORBIDDEN, "127.0.0.1."),
                host("an address of two parts", FORBIDDEN, "127.1"),
                host("an address of three parts", FORBIDDEN, "127.0.1"),
                host("an address as one decimal number", FORBIDDEN, "2130706433"),
                host("one decimal number with a dot at its end", FORBIDDEN, "2130706433."),
                host("an address as one hexadecimal number", FORBIDDEN, "0x7f000001"),
                host("hexadecimal parts", FORBIDDEN, "0x7f.0x0.0x0.0x1"),
                host("hexadecimal parts in upper case", FORBIDDEN, "0X7F.0.0.0X1"),
                host("hexadecimal parts with many zeros", FORBIDDEN, "0x00000000007f.0.0.1"),
                host("octal parts", FORBIDDEN, "0177.0.0.01"),
                host("an address as one octal number", FORBIDDEN, "017700000001"),
                host("octal, hexadecimal and decimal parts mixed", FORBIDDEN, "0177.0x0.1"),
                host("parts with leading zeros", FORBIDDEN, "127.000.000.001"),
                host("a hexadecimal prefix without digits, which is zero", FORBIDDEN, "127.0x.0x.1"),
                host("the unspecified address", FORBIDDEN, "0.0.0.0"),
                host("the unspecified address as one digit", FORBIDDEN, "0"),
                host("the unspecified address in hexadecimal", FORBIDDEN, "0x0"),
                host("a number above the last address", BAD, "6425673729"),
                host("a part above 255", BAD, "383.0.0.1"),
                host("five parts", BAD, "127.0.0.0.1"),
                host("an octal part with the digit 8", BAD, "0178.0.0.1"),
                host("an address with an empty part", BAD, "127..0.1"),
                host("an address with two dots at its end", BAD, "127.0.0.1.."),
                host("a link-local address, where clouds keep metadata", FORBIDDEN, "169.254.169.254"),
                host("the metadata address as one hexadecimal number", FORBIDDEN, "0xa9fea9fe"),
                host("the broadcast address", FORBIDDEN, "255.255.255.255"),
                host("the broadcast address as one number", FORBIDDEN, "4294967295"),
                host("a multicast address", FORBIDDEN, "224.0.0.1"));
    }

    private static List<SsrfRow> ipv6() {
        return List.of(
                host("the loopback address of IPv6", FORBIDDEN, "[::1]"),
                host("the same with all of its zeros", FORBIDDEN, "[0000:0000:0000:0000:0000:0000:0000:0001]"),
                host("the unspecified address of IPv6", FORBIDDEN, "[::]"),
                host("an IPv4-mapped address", FORBIDDEN, "[::ffff:127.0.0.1]"),
                host("an IPv4-mapped address in hexadecimal", FORBIDDEN, "[::FFFF:7F00:1]"),
                host("an IPv4-compatible address", FORBIDDEN, "[::127.0.0.1]"),
                host("an IPv4-translated address", FORBIDDEN, "[::ffff:0:127.0.0.1]"),
                host("NAT64 by its well-known prefix", FORBIDDEN, "[64:ff9b::7f00:1]"),
                host("NAT64 by its prefix for local use", FORBIDDEN, "[64:ff9b:1::127.0.0.1]"),
                host("6to4", FORBIDDEN, "[2002:7f00:1::1]"),
                host("Teredo, in the server's address", FORBIDDEN, "[2001:0:7f00:1::]"),
                host("Teredo, in the client's inverted address", FORBIDDEN, "[2001::80ff:fffe]"),
                host("ISATAP behind any prefix", FORBIDDEN, "[2001:db8::5efe:127.0.0.1]"),
                host("a link-local address of IPv6", FORBIDDEN, "[fe80::1]"),
                host("a multicast address of IPv6", FORBIDDEN, "[ff02::1]"),
                host("a zone as the URL standard writes it", BAD, "[fe80::1%25lo]"),
                host("a zone as programs write it", BAD, "[::1%lo]"),
                host("an address of IPv6 without brackets", BAD, "::1"),
                host("a bracket that is not closed", BAD, "[::1"),
                host("a name between brackets", BAD, "[localhost]"),
                host("an address of IPv4 between brackets", BAD, "[127.0.0.1]"),
                host("an address behind a closed bracket", BAD, "[2001:db8::2]127.0.0.1"));
    }

    private static List<SsrfRow> letters() {
        return List.of(
                host("the name localhost", FORBIDDEN, "localhost"),
                host("localhost in capitals, with a dot at its end", FORBIDDEN, "LOCALHOST."),
                host("a name below localhost", FORBIDDEN, "fine.localhost"),
                host("a denied name", FORBIDDEN, "vault.internal"),
                host("a denied name in capitals, with a dot at its end", FORBIDDEN, "Vault.INTERNAL."),
                host("a denied name in full-width letters", FORBIDDEN, "vault.ｉｎｔｅｒｎａｌ"),
                host("a denied name with an ideographic full stop", FORBIDDEN, "vault。internal"),
                host("a denied name with a soft hyphen in it", FORBIDDEN, "vault.inter\u00adnal"),
                host("full-width digits", FORBIDDEN, "１２７.0.0.1"),
                host("digits in circles", FORBIDDEN, "①②⑦.⓪.⓪.①"),
                host("digits of mathematics", FORBIDDEN, "𝟏𝟐𝟕.0.0.𝟏"),
                host("ideographic full stops between the parts", FORBIDDEN, "127。0。0。1"),
                host("full-width full stops between the parts", FORBIDDEN, "127．0．0．1"),
                host("half-width full stops between the parts", FORBIDDEN, "127｡0｡0｡1"),
                host("a full-width letter in a hexadecimal number", FORBIDDEN, "0ｘ7f000001"),
                host("a soft hyphen between digits", FORBIDDEN, "12\u00ad7.0.0.1"),
                host("Arabic digits, which are no address", BAD, "١٢٧.0.0.1"),
                host("a name with a zero-width joiner", BAD, "local\u200dhost"),
                host("a digit with its own full stop", BAD, "⒈27.0.0.1"),
                host("percent-encoded digits", BAD, "%31%32%37.0.0.1"),
                host("percent-encoded dots", BAD, "127%2e0%2e0%2e1"),
                host("a percent-encoded letter of localhost", BAD, "loc%61lhost"),
                host("percent-encoded full-width digits", FORBIDDEN, "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1"),
                host("a name that only looks like an address", NO_NAME, "127.0.0.1.fine.test"));
    }

    private static List<SsrfRow> urls() {
        return List.of(
                denied("an allowed name as user info", BAD, "ws://fine.test@127.0.0.1:VAULT/"),
                denied("an allowed name and a port as user info", BAD, "ws://fine.test:80@127.0.0.1:VAULT/"),
                denied("the forbidden address as user info", BAD, "ws://127.0.0.1:VAULT@127.0.0.2:FRONT/"),
                denied("a percent-encoded at sign", BAD, "ws://127.0.0.1%40127.0.0.2:FRONT/"),
                denied("a fragment before an at sign", BAD, "ws://127.0.0.2:FRONT#@127.0.0.1:VAULT/"),
                denied("a fragment with the allowed name", BAD, "ws://127.0.0.1:VAULT/#fine.test"),
                denied("a backslash before an at sign", BAD, "ws://127.0.0.1:VAULT\\@127.0.0.2:FRONT/"),
                denied("backslashes as slashes", BAD, "ws:\\\\127.0.0.1:VAULT/"),
                denied("a backslash at the end of the host", BAD, "ws://127.0.0.1\\.fine.test:VAULT/"),
                denied("a tab inside of the address", BAD, "ws://127.0.\t0.1:VAULT/"),
                denied("a line feed inside of the address", BAD, "ws://127.0.\n0.1:VAULT/"),
                denied("a blank before the scheme", BAD, " ws://127.0.0.1:VAULT/"),
                denied("a no-break space at the end of the host", BAD, "ws://127.0.0.1\u00a0:VAULT/"),
                denied("a NUL after an allowed name", BAD, "ws://fine.test\0.internal:VAULT/"),
                denied("CR and LF with a second request", BAD, "ws://127.0.0.2:FRONT/\r\nHost: vault.internal"),
                denied("no scheme", BAD, "//127.0.0.1:VAULT/"),
                denied("one slash", BAD, "ws:/127.0.0.1:VAULT/"),
                denied("three slashes", BAD, "ws:///127.0.0.1:VAULT/"),
                denied("the scheme http", FORBIDDEN, "http://127.0.0.1:VAULT/"),
                denied("the scheme https in capitals", FORBIDDEN, "HTTPS://127.0.0.1:VAULT/"),
                denied("the scheme file", BAD, "file:///etc/hostname"),
                denied("the scheme gopher", BAD, "gopher://127.0.0.1:VAULT/_x"),
                denied("a scheme for Unix sockets", BAD, "ws+unix:///run/vault.sock:/chat"),
                denied("the path of a Unix socket as the host", BAD, "ws://%2Frun%2Fvault.sock/"),
                denied("a scheme within a scheme", BAD, "url:ws://127.0.0.1:VAULT/"),
                denied("a second port", BAD, "ws://127.0.0.2:FRONT:VAULT/"),
                denied("port zero", BAD, "ws://127.0.0.1:0/"),
                denied("a port above 65535, which wraps around", BAD, "ws://127.0.0.1:65616/"),
                denied("a port with a sign", BAD, "ws://127.0.0.1:+80/"),
                denied("no digits after the colon", FORBIDDEN, "ws://127.0.0.1:/"));
    }
}
