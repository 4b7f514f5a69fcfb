package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.resolve.DnsResponse.NoAnswerException;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.module.IpProtocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** A message of a name server: an answer with no address that is not in it, or none for a reason. */
public final class DnsFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(200), 64 << 20);
    private static final DnsQuestion[] QUESTIONS = {
        new DnsQuestion("a.test", IpProtocol.IP4), new DnsQuestion("a.test", IpProtocol.IP6)
    };

    private DnsFuzz() {}

    /** For the fuzzer: the first byte chooses the question, the rest is the message with the right id. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 3) {
            BOUNDS.hold(data, DnsFuzz::play);
        }
    }

    private static void play(byte[] data) {
        DnsQuestion question = QUESTIONS[data[0] & 1];
        ByteBuffer message = ByteBuffer.wrap(data, 1, data.length - 1);
        int id = message.getShort(1) & 0xffff;
        try {
            DnsResponse response = DnsResponse.parse(message, question, id);
            Expect.that(response.code() <= 15, "code " + response.code());
            Expect.that(response.addresses().size() <= data.length / question.addressBytes(), "more than were sent");
            Expect.line(response.name(), 4 * 1024);
            for (InetAddress address : response.addresses()) {
                Expect.equal(address.getAddress().length, question.addressBytes(), "bytes of an address");
                Expect.that(isIn(data, address.getAddress()), "an address that nobody sent: " + address);
            }
        } catch (NoAnswerException e) {
            Expect.line(e.getMessage(), 100);
        }
        refuses(message, question, id);
    }

    /** Who does not know the id is not believed. */
    private static void refuses(ByteBuffer message, DnsQuestion question, int id) {
        try {
            DnsResponse response = DnsResponse.parse(message, question, id ^ 1);
            throw new AssertionError("taken with another id: " + response);
        } catch (NoAnswerException expected) {
            // whatever else is wrong with it
        }
    }

    private static boolean isIn(byte[] data, byte[] part) {
        for (int i = 0; i + part.length <= data.length; i++) {
            if (Arrays.equals(data, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
