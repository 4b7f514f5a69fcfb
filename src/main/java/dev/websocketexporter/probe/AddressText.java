package dev.websocketexporter.probe;

import java.net.InetAddress;

/** The spelling of addresses that people expect: RFC 5952 for IPv6, which the JDK does not write. */
public final class AddressText {
    private static final int IPV6_BYTES = 16;
    private static final int GROUPS = 8;

    private AddressText() {}

    /** {@code 192.0.2.1} or {@code 2001:db8::1}; without brackets and without a zone. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_BYTES ? shortened(groups(bytes)) : address.getHostAddress();
    }

    private static int[] groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        return groups;
    }

    /** RFC 5952 §4.2: the first of the longest runs of zeros becomes {@code ::}, a single zero stays. */
    private static String shortened(int[] groups) {
        int start = GROUPS;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        return start == GROUPS
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
