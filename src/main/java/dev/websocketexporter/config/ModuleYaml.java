package dev.websocketexporter.config;

import dev.websocketexporter.probe.Credentials;
import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.ProxySettings;
import dev.websocketexporter.probe.ProxySettings.NoProxy;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.probe.Verdict;
import dev.websocketexporter.probe.Verdict.HeaderRule;
import dev.websocketexporter.probe.Verdict.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.Verdict.TlsDemand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One module as a block of YAML. */
final class ModuleYaml {
    private ModuleYaml() {}

    static Section of(Module module) {
        Section section = new Section();
        section.put(Catalogue.PROBER, ProberType.WEBSOCKET);
        section.put(Catalogue.TIMEOUT, module.timeout());
        section.put(Catalogue.WEBSOCKET, websocket(module));
        return section;
    }

    private static Section websocket(Module module) {
        Section section = new Section();
        section.put(Catalogue.PREFERRED_IP_PROTOCOL, module.dialing().preferred());
        section.put(Catalogue.IP_PROTOCOL_FALLBACK, module.dialing().fallback());
        section.put(Catalogue.SOURCE_IP_ADDRESS, module.dialing().source());
        section.put(HttpKeys.BLOCK, http(module));
        section.put(Catalogue.HEADERS, module.upgrade().headers());
        section.put(Catalogue.ORIGIN, module.upgrade().origin());
        section.put(Catalogue.SUBPROTOCOLS, module.upgrade().subprotocols());
        addVerdict(module.verdict(), section);
        ConversationYaml.add(module, section);
        return section;
    }

    private static Section http(Module module) {
        Section section = new Section();
        addCredentials(module.upgrade().credentials(), section);
        section.put(TlsKeys.BLOCK, tls(module.tls()));
        ProxySettings proxy = module.proxy();
        section.put(HttpKeys.PROXY_URL, proxy.proxy());
        section.put(
                HttpKeys.NO_PROXY,
                proxy.noProxy().equals(NoProxy.NONE) ? null : proxy.noProxy().text());
        section.put(HttpKeys.PROXY_FROM_ENVIRONMENT, proxy.fromEnvironment());
        section.putSome(HttpKeys.PROXY_CONNECT_HEADER, proxy.connectHeaders());
        section.put(HttpKeys.FOLLOW_REDIRECTS, module.upgrade().followRedirects());
        return section;
    }

    private static void addCredentials(@Nullable Credentials credentials, Section http) {
        Section section = new Section();
        if (credentials instanceof Credentials.Basic basic) {
            section.put(CredentialKeys.USERNAME, CredentialKeys.USERNAME_FILE, basic.username());
            section.put(CredentialKeys.PASSWORD, CredentialKeys.PASSWORD_FILE, basic.password());
            http.put(CredentialKeys.BASIC_AUTH, section);
        } else if (credentials instanceof Credentials.Authorization authorization) {
            section.put(CredentialKeys.TYPE, authorization.scheme());
            section.put(CredentialKeys.CREDENTIALS, CredentialKeys.CREDENTIALS_FILE, authorization.credentials());
            http.put(CredentialKeys.AUTHORIZATION, section);
        } else if (credentials instanceof Credentials.OAuth2 oauth2) {
            section.put(CredentialKeys.CLIENT_ID, oauth2.clientId());
            section.put(CredentialKeys.CLIENT_SECRET, CredentialKeys.CLIENT_SECRET_FILE, oauth2.clientSecret());
            section.put(CredentialKeys.TOKEN_URL, oauth2.tokenUrl());
            section.put(CredentialKeys.SCOPES, oauth2.scopes());
            section.put(CredentialKeys.ENDPOINT_PARAMS, oauth2.endpointParams());
            section.put(TlsKeys.BLOCK, tls(oauth2.tls()));
            http.put(CredentialKeys.OAUTH2, section);
        }
    }

    private static Section tls(TlsSettings tls) {
        Section section = new Section();
        section.put(TlsKeys.CA, TlsKeys.CA_FILE, tls.ca());
        section.put(TlsKeys.CERT, TlsKeys.CERT_FILE, tls.certificate());
        section.put(TlsKeys.KEY, TlsKeys.KEY_FILE, tls.key());
        section.put(TlsKeys.SERVER_NAME, tls.serverName());
        section.put(TlsKeys.INSECURE_SKIP_VERIFY, tls.insecureSkipVerify());
        section.put(TlsKeys.MIN_VERSION, tls.minVersion());
        section.put(TlsKeys.MAX_VERSION, tls.maxVersion());
        return section;
    }

    private static void addVerdict(Verdict verdict, Section section) {
        section.put(
                VerdictKeys.VALID_STATUS_CODES,
                verdict.validStatusCodes().stream().sorted().toList());
        section.put(VerdictKeys.FAIL_IF_SSL, verdict.tls() == TlsDemand.FORBIDDEN);
        section.put(VerdictKeys.FAIL_IF_NOT_SSL, verdict.tls() == TlsDemand.REQUIRED);
        section.put(VerdictKeys.FAIL_IF_HEADER_MATCHES, rules(verdict, FailsWhen.MATCHES));
        section.put(VerdictKeys.FAIL_IF_HEADER_NOT_MATCHES, rules(verdict, FailsWhen.NOT_MATCHES));
        section.put(VerdictKeys.REQUIRE_SUBPROTOCOL, verdict.requireSubprotocol());
    }

    private static List<HeaderRule> rules(Verdict verdict, FailsWhen failure) {
        return verdict.headerRules().stream()
                .filter(rule -> rule.failure() == failure)
                .toList();
    }
}
