package dev.websocketexporter.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.TlsVersion;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsContextTest {
    /** No standard allows an underscore; hosts in containers are called so all the same. */
    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, chat.example.com",
        "JDK, chat.example.com",
        "BORINGSSL, my_service",
        "JDK, my_service",
        "BORINGSSL, _chat.a_b.example.com",
        "JDK, _chat.a_b.example.com"
    })
    void serverNameIsSentAsItStands(TlsEngine kind, String name) throws Exception {
        try (TlsContext context = new TlsContext(kind, TlsVersion.TLS12, TlsVersion.TLS13, "http/1.1", null)) {
            SSLEngine engine = context.newEngine(UnpooledByteBufAllocator.DEFAULT, name);
            try {
                ByteBuffer hello = ByteBuffer.allocate(32 * 1024);
                engine.wrap(ByteBuffer.allocate(0), hello);
                assertThat(StandardCharsets.ISO_8859_1.decode(hello.flip()).toString())
                        // Type of the name and its length.
                        .contains("\0\0" + (char) name.length() + name);
            } finally {
                ReferenceCountUtil.release(engine);
            }
        }
    }
}
