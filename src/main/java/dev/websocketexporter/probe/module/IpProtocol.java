package dev.websocketexporter.probe.module;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** A family of addresses, by the names of blackbox_exporter's configuration. */
public enum IpProtocol {
    IP4(4, "ip4"),
    IP6(6, "ip6");

    private final int number;
    private final String label;

    IpProtocol(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** 4 or 6, as in {@code probe_ip_protocol}. */
    public int number() {
        return number;
    }

    /** {@code ip4} or {@code ip6}, as in the configuration. */
    public String label() {
        return label;
    }

    public IpProtocol other() {
        return this == IP4 ? IP6 : IP4;
    }

    public boolean includes(InetAddress address) {
        return this == IP4 ? address instanceof Inet4Address : address instanceof Inet6Address;
    }

    public static IpProtocol of(InetAddress address) {
        return address instanceof Inet4Address ? IP4 : IP6;
    }
}
