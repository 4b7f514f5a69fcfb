package dev.websocketexporter.app;

import static dev.websocketexporter.app.SsrfRow.Answer.BAD;
import static dev.websocketexporter.app.SsrfRow.Answer.ELSEWHERE;
import static dev.websocketexporter.app.SsrfRow.Answer.FORBIDDEN;
import static dev.websocketexporter.app.SsrfRow.Answer.NO_TOKEN;
import static dev.websocketexporter.app.SsrfRow.Answer.REDIRECT;
import static dev.websocketexporter.app.SsrfRow.denied;
import static dev.websocketexporter.app.SsrfRow.path;
import static dev.websocketexporter.app.SsrfRow.redirect;

import dev.websocketexporter.app.SsrfRow.Answer;
import java.util.ArrayList;
import java.util.List;

/** How others than the target's own spelling can lead there: redirects, name servers, proxies, parameters. */
final class SsrfWays {
    private static final String FRONT = "ws://127.0.0.2:FRONT";

    private SsrfWays() {}

    static List<SsrfRow> all() {
        List<SsrfRow> rows = new ArrayList<>();
        rows.addAll(redirects());
        rows.addAll(names());
        rows.addAll(proxies());
        rows.addAll(parameters());
        return rows;
    }

    private static List<SsrfRow> redirects() {
        List<SsrfRow> rows = new ArrayList<>();
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            rows.add(redirect("a redirect with " + status, REDIRECT, status, "ws://127.0.0.1:VAULT/"));
        }
        rows.add(location("a redirect to http", "http://127.0.0.1:VAULT/"));
        rows.add(location("a redirect to wss", "wss://127.0.0.1:VAULT/"));
        rows.add(location("a redirect relative to the scheme", "//127.0.0.1:VAULT/"));
        rows.add(location("a redirect to an odd spelling", "//0x7f.1:VAULT/"));
        rows.add(location("a redirect to an IPv4-mapped address", "ws://[::ffff:7f00:1]:VAULT/"));
        rows.add(location("a redirect to the unspecified address", "ws://0.0.0.0:VAULT/"));
        rows.add(location("a redirect to full-width digits", "ws://１２７.0.0.1:VAULT/"));
        rows.add(location("a redirect to full stops of East Asia", "ws://127。0。0。1:VAULT/"));
        rows.add(location("a redirect to a denied name", "ws://vault.internal:VAULT/"));
        rows.add(location("a redirect to a name with a denied address", "ws://alias.test:VAULT/"));
        rows.add(location("a redirect with user info", "ws://127.0.0.2:FRONT@127.0.0.1:VAULT/"));
        rows.add(location("a redirect with a tab in the address", "ws://127.0.\t0.1:VAULT/"));
        rows.add(location("a redirect to a file", "file:///etc/hostname"));
        rows.add(location("a redirect to a scheme without an authority", "ws:127.0.0.1:VAULT"));
        rows.add(location("a redirect to a redirect", "ws://127.0.0.2:FRONT" + path(302, "ws://127.0.0.1:VAULT/")));
        rows.add(denied("a redirect from wss to ws", REDIRECT, "wss://127.0.0.2:SECURE" + path(302, FRONT + "/"))
                .by("following"));
        rows.add(denied(
                        "a redirect from wss to the forbidden address",
                        REDIRECT,
                        "wss://127.0.0.2:SECURE" + path(302, "wss://127.0.0.1:VAULT/"))
                .by("following"));
        rows.add(redirect("a relative redirect that looks like a host", ELSEWHERE, 302, "127.0.0.1:VAULT/"));
        rows.add(redirect("a path that begins with a backslash", ELSEWHERE, 302, "/\\127.0.0.1:VAULT/"));
        rows.add(redirect("a path with dots before the host", ELSEWHERE, 302, "/..//127.0.0.1:VAULT/"));
        rows.add(redirect("a fragment after an allowed place", ELSEWHERE, 302, FRONT + "/#@127.0.0.1:VAULT/"));
        return rows;
    }

    private static SsrfRow location(String words, String location) {
        return redirect(words, REDIRECT, 302, location);
    }

    private static List<SsrfRow> names() {
        return List.of(
                named("a name with a denied address", FORBIDDEN, "meta.test"),
                named("a name with an allowed and a denied address", FORBIDDEN, "mixed.test"),
                named("a name with a denied address of the other family", FORBIDDEN, "family.test"),
                named("many addresses, the last one denied", FORBIDDEN, "many.test"),
                named("an alias (CNAME) of a name with a denied address", FORBIDDEN, "alias.test"),
                named("a name with the unspecified address", FORBIDDEN, "zero.test"),
                named("a name with an IPv4-mapped address", FORBIDDEN, "mapped.test"),
                named("a name with a NAT64 address", FORBIDDEN, "nat64.test"),
                named("a name of the hosts file", FORBIDDEN, "file.test"),
                named("a name whose address changes after the lookup", ELSEWHERE, "rebind1.test"),
                denied(
                                "a redirect to itself by a name whose address changes",
                                REDIRECT,
                                "ws://rebind2.test:FRONT" + path(302, "ws://rebind2.test:VAULT/"))
                        .by("following"),
                denied("a second attempt at a name whose address changes", FORBIDDEN, "ws://rebind3.test:FRONT/500")
                        .by("retrying"),
                denied("a family that the module does not use", FORBIDDEN, "ws://family.test:FRONT/")
                        .by("anyfamily"),
                named("a name outside of the allowed addresses", FORBIDDEN, "meta.test")
                        .whereOnlyAllowed(),
                named("a name with one address that is not allowed", FORBIDDEN, "mixed.test")
                        .whereOnlyAllowed(),
                named("an address that embeds an allowed one", FORBIDDEN, "[64:ff9b::127.0.0.2]")
                        .whereOnlyAllowed());
    }

    private static SsrfRow named(String words, Answer answer, String name) {
        return denied(words, answer, "ws://" + name + (answer == FORBIDDEN ? ":VAULT/" : ":FRONT/"));
    }

    private static List<SsrfRow> proxies() {
        return List.of(
                denied("an address, through an HTTP proxy", FORBIDDEN, "ws://127.0.0.1:VAULT/")
                        .by("connect"),
                denied("an odd spelling, through an HTTP proxy", FORBIDDEN, "ws://0x7f.1:VAULT/")
                        .by("connect"),
                denied("a denied name, through an HTTP proxy", FORBIDDEN, "ws://Vault.Internal.:VAULT/")
                        .by("connect"),
                denied("an address, through a SOCKS proxy", FORBIDDEN, "ws://127.1:VAULT/")
                        .by("socks"),
                denied("a denied name, through a SOCKS proxy", FORBIDDEN, "ws://vault。internal:VAULT/")
                        .by("socks"),
                denied("an address, through the environment's proxy", FORBIDDEN, "ws://[::1]:VAULT/")
                        .by("environment"),
                denied("an address that `no_proxy` takes past the proxy", FORBIDDEN, "ws://127.0.0.1:VAULT/")
                        .by("pastproxy"),
                denied(
                                "a name whose addresses the proxy finds, where addresses are allowed",
                                FORBIDDEN,
                                "ws://far.test/")
                        .by("connect")
                        .whereOnlyAllowed());
    }

    private static List<SsrfRow> parameters() {
        return List.of(
                denied("`target` twice", BAD, FRONT + "/").with("&target=ws%3A%2F%2F127.0.0.1%3AVAULT%2F"),
                denied("`module` twice", BAD, FRONT + "/").with("&module=following"),
                denied("`hostname` twice", BAD, FRONT + "/").with("&hostname=fine.test&hostname=vault.internal"),
                denied("`target` encoded twice", BAD, "ws%3A%2F%2F127.0.0.1%3AVAULT%2F"),
                denied("`Target` in capitals besides", ELSEWHERE, FRONT + "/")
                        .with("&Target=ws%3A%2F%2F127.0.0.1%3AVAULT%2F"),
                denied("a semicolon as an ampersand", ELSEWHERE, FRONT + "/;target=ws://127.0.0.1:VAULT/"),
                denied("an allowed `hostname` for a forbidden address", FORBIDDEN, "ws://127.0.0.1:VAULT/")
                        .with("&hostname=fine.test"),
                denied("a denied name as `hostname`", ELSEWHERE, FRONT + "/").with("&hostname=vault.internal"),
                denied("a forbidden address as `hostname`", ELSEWHERE, FRONT + "/")
                        .with("&hostname=127.0.0.1%3AVAULT"),
                denied("`hostname` with user info", BAD, FRONT + "/").with("&hostname=fine.test%40127.0.0.1"),
                denied("`hostname` with a line of its own", BAD, FRONT + "/")
                        .with("&hostname=fine.test%0D%0AX-Vault%3A%201"),
                denied("a redirect to what `hostname` names", REDIRECT, FRONT + path(302, "ws://vault.internal:VAULT/"))
                        .by("following")
                        .with("&hostname=vault.internal"),
                denied("a module's `Host` header with a forbidden address", ELSEWHERE, FRONT + "/")
                        .by("hosted"),
                denied("a module's `server_name` with a denied name", ELSEWHERE, "wss://127.0.0.2:SECURE/")
                        .by("sni"),
                denied("a token server that redirects to a forbidden address", NO_TOKEN, FRONT + "/")
                        .by("token"));
    }
}
