package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import dev.websocketexporter.probe.module.TlsSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One module as a block of YAML. */
final class ModuleYaml {
    private ModuleYaml() {}

    static YamlSection of(ProbeModule module) {
        YamlSection section = new YamlSection();
        section.put(ConfigKeys.PROBER, ProberType.WEBSOCKET);
        section.put(ConfigKeys.TIMEOUT, module.timeout());
        section.put(ConfigKeys.WEBSOCKET, websocket(module));
        return section;
    }

    private static YamlSection websocket(ProbeModule module) {
        YamlSection section = new YamlSection();
        section.put(ConfigKeys.PREFERRED_IP_PROTOCOL, module.dialing().preferred());
        section.put(ConfigKeys.IP_PROTOCOL_FALLBACK, module.dialing().fallback());
        section.put(ConfigKeys.SOURCE_IP_ADDRESS, module.dialing().source());
        section.put(HttpKeys.BLOCK, http(module));
        section.put(ConfigKeys.HEADERS, module.upgrade().headers());
        section.put(ConfigKeys.ORIGIN, module.upgrade().origin());
        section.put(ConfigKeys.SUBPROTOCOLS, module.upgrade().subprotocols());
        addVerdict(module.verdict(), section);
        ConversationYaml.add(module, section);
        return section;
    }

    private static YamlSection http(ProbeModule module) {
        YamlSection section = new YamlSection();
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

    private static void addCredentials(@Nullable Credentials credentials, YamlSection http) {
        YamlSection section = new YamlSection();
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

    private static YamlSection tls(TlsSettings tls) {
        YamlSection section = new YamlSection();
        section.put(TlsKeys.CA, TlsKeys.CA_FILE, tls.ca());
        section.put(TlsKeys.CERT, TlsKeys.CERT_FILE, tls.certificate());
        section.put(TlsKeys.KEY, TlsKeys.KEY_FILE, tls.key());
        section.put(TlsKeys.SERVER_NAME, tls.serverName());
        section.put(TlsKeys.INSECURE_SKIP_VERIFY, tls.insecureSkipVerify());
        section.put(TlsKeys.MIN_VERSION, tls.minVersion());
        section.put(TlsKeys.MAX_VERSION, tls.maxVersion());
        return section;
    }

    private static void addVerdict(SuccessCriteria verdict, YamlSection section) {
        section.put(
                VerdictKeys.VALID_STATUS_CODES,
                verdict.validStatusCodes().stream().sorted().toList());
        section.put(VerdictKeys.FAIL_IF_SSL, verdict.tls() == TlsDemand.FORBIDDEN);
        section.put(VerdictKeys.FAIL_IF_NOT_SSL, verdict.tls() == TlsDemand.REQUIRED);
        section.put(VerdictKeys.FAIL_IF_HEADER_MATCHES, rules(verdict, FailsWhen.MATCHES));
        section.put(VerdictKeys.FAIL_IF_HEADER_NOT_MATCHES, rules(verdict, FailsWhen.NOT_MATCHES));
        section.put(VerdictKeys.REQUIRE_SUBPROTOCOL, verdict.requireSubprotocol());
    }

    private static List<HeaderRule> rules(SuccessCriteria verdict, FailsWhen failure) {
        return verdict.headerRules().stream()
                .filter(rule -> rule.failure() == failure)
                .toList();
    }
}
