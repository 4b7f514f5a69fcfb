package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.probe.value.Printable;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Hosts, addresses, proxies and versions of TLS. */
public final class NetworkTypes {
    /** An IP address. */
    public static final ValueType<InetAddress> ADDRESS = new AddressType();
    /** The address of a name server, with its port. */
    public static final ValueType<InetSocketAddress> NAME_SERVER = new NameServerType();
    /** A family of addresses. */
    public static final ValueType<IpProtocol> IP_PROTOCOL = new IpProtocolType();
    /** A host glob, an address or a network. */
    public static final ValueType<PolicyEntry> POLICY_ENTRY = new PolicyEntryType();
    /** The URL of a proxy. */
    public static final ValueType<Proxy> PROXY = new ProxyType();
    /** A host's name or address, without a port. */
    public static final ValueType<String> SERVER_NAME = new ServerNameType();
    /** A version of TLS that the engine in use supports. */
    public static final ValueType<TlsVersion> TLS_VERSION = new TlsVersionType();

    private NetworkTypes() {}

    /** An IP address. */
    private static final class AddressType extends ScalarType<InetAddress> {
        private AddressType() {
            super("an address such as 192.0.2.1 or 2001:db8::1", EmptyText.ABSENT);
        }

        @Override
        protected InetAddress parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String text = scalar.text();
            try {
                HostAndPort parsed = HostAndPort.parse(HostAndPort.bracketed(text), "address");
                if (parsed.address() != null) {
                    return asWritten(parsed.address(), text);
                }
            } catch (InvalidTargetException e) {
                throw new BadValueException(Printable.quoted(text) + " is no address", e);
            }
            throw new BadValueException(Printable.quoted(text) + " is no address");
        }

        @Override
        public Object toYaml(InetAddress value) {
            return IpText.of(value);
        }
    }

    /**
     * The address, unless it is a short, octal or hexadecimal spelling of another one: {@code 10.1} is 10.0.0.1, and most
     * probably a digit too few.
     *
     * @param text may have a port
     */
    private static InetAddress asWritten(InetAddress address, String text) throws BadValueException {
        String plain = IpText.of(address);
        boolean odd = address instanceof Inet4Address
                && text.indexOf('[') < 0
                && !text.replaceFirst(":.*", "").equals(plain);
        if (odd) {
            throw BadValueException.withHint(
                    Printable.quoted(text) + " is an unusual spelling of " + plain,
                    "expected: four decimal numbers without leading zeros, such as 192.0.2.1");
        }
        return address;
    }

    /** The address of a name server, and its port unless that is 53 (RFC 1035 §4.2). */
    private static final class NameServerType extends ScalarType<InetSocketAddress> {
        private static final int PORT = 53;

        private NameServerType() {
            super("an address with or without a port, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353");
        }

        @Override
        protected InetSocketAddress parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String text = scalar.text();
            boolean bareIpv6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
            try {
                HostAndPort parsed = HostAndPort.parse(bareIpv6 ? HostAndPort.bracketed(text) : text, "name server");
                if (parsed.address() != null && !text.endsWith(":")) {
                    return new InetSocketAddress(
                            asWritten(parsed.address(), text), parsed.port() == null ? PORT : parsed.port());
                }
            } catch (InvalidTargetException e) {
                throw new BadValueException(Printable.quoted(text) + " is no name server", e);
            }
            throw new BadValueException(Printable.quoted(text) + " is no name server");
        }

        @Override
        public Object toYaml(InetSocketAddress value) {
            return HostAndPort.bracketed(IpText.of(value.getAddress())) + ":" + value.getPort();
        }
    }

    /** A family of addresses, by blackbox_exporter's names. */
    private static final class IpProtocolType extends ScalarType<IpProtocol> {
        private IpProtocolType() {
            super("ip4 or ip6", EmptyText.ABSENT);
        }

        @Override
        protected IpProtocol parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            for (IpProtocol protocol : IpProtocol.values()) {
                if (protocol.label().equals(scalar.text())) {
                    return protocol;
                }
            }
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no family of addresses");
        }

        @Override
        public Object toYaml(IpProtocol value) {
            return value.label();
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of(
                    "enum",
                    Arrays.stream(IpProtocol.values()).map(IpProtocol::label).toList());
        }
    }

    /** A host glob, an address or a network. */
    private static final class PolicyEntryType extends ScalarType<PolicyEntry> {
        private PolicyEntryType() {
            super("a host glob such as *.example.com, an address, or a network such as 10.0.0.0/8");
        }

        @Override
        protected PolicyEntry parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            try {
                return PolicyEntry.parse(scalar.text());
            } catch (IllegalArgumentException e) {
                String why = e.getCause() instanceof InvalidTargetException name ? name.whyNoAsciiForm() : "";
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no policy entry" + why, e);
            }
        }
    }

    /** The URL of a proxy. Its user info is a secret, and so nothing of a broken one is shown. */
    private static final class ProxyType extends ScalarType<Proxy> {
        private static final String EXPECTED = " (expected: ";

        private ProxyType() {
            super("an http, https or socks5 URL such as http://user:password@proxy.example:3128", EmptyText.ABSENT);
        }

        @Override
        protected Proxy parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            try {
                return Proxy.parse(scalar.text());
            } catch (InvalidTargetException e) {
                // Without its @, a password would be taken for a port.
                String message = String.valueOf(e.getMessage()).replaceFirst("the port \".*\"", "a port that is none");
                int expected = message.lastIndexOf(EXPECTED);
                String problem = expected < 0 ? message : message.substring(0, expected);
                throw new BadValueException(problem.replaceFirst("^proxy URL ", ""), e);
            }
        }
    }

    /** A host's name or address, without a port. */
    private static final class ServerNameType extends ScalarType<String> {
        private ServerNameType() {
            super("a host name such as www.example.com, or an address", EmptyText.ABSENT);
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String text = scalar.text();
            boolean bareIpv6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
            try {
                HostAndPort parsed = HostAndPort.parse(bareIpv6 ? HostAndPort.bracketed(text) : text, "server_name");
                if (parsed.port() == null && !text.endsWith(":")) {
                    return parsed.host();
                }
            } catch (InvalidTargetException e) {
                throw new BadValueException(Printable.quoted(text) + " is no host name" + e.whyNoAsciiForm(), e);
            }
            throw BadValueException.withHint(Printable.quoted(text) + " has a port", "expected: the host alone");
        }
    }

    /** A version of TLS, by Prometheus' names, that the TLS engine in use supports. */
    private static final class TlsVersionType extends ScalarType<TlsVersion> {
        private TlsVersionType() {
            super("TLS10, TLS11, TLS12 or TLS13");
        }

        @Override
        protected TlsVersion parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            Set<TlsVersion> possible = context.config().tlsVersions();
            for (TlsVersion version : TlsVersion.values()) {
                if (version.name().equals(scalar.text())) {
                    if (possible.contains(version)) {
                        return version;
                    }
                    throw BadValueException.withHint(
                            version + " is not possible with the TLS engine in use",
                            "expected: "
                                    + possible.stream().sorted().map(Enum::name).collect(Collectors.joining(" or ")));
                }
            }
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no version of TLS");
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of(
                    "enum", Arrays.stream(TlsVersion.values()).map(Enum::name).toList());
        }
    }
}
