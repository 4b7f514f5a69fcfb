package dev.websocketexporter.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;

/** Tells those who speak plain HTTP to a port with TLS what is wrong, in the words of Go's server. */
final class PlainHttpRefusal extends DetectorConnectionFactory {
    private static final String ANSWER = """
            HTTP/1.0 400 Bad Request\r
            \r
            Client sent an HTTP request to an HTTPS server.
            """;

    /** The first bytes of a request, as Go tells it by them. */
    private static final List<String> BEGINNINGS = List.of("GET /", "HEAD ", "POST ", "PUT /", "OPTIO");

    PlainHttpRefusal(SslConnectionFactory tls) {
        super(tls);
    }

    /** For what is no TLS. */
    @Override
    protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer received) {
        String text = StandardCharsets.ISO_8859_1.decode(received.duplicate()).toString();
        if (BEGINNINGS.stream().noneMatch(text::startsWith)) {
            endPoint.close();
            return;
        }
        // Unread input would make the kernel send a reset, and the client might not see the answer.
        received.position(received.limit());
        endPoint.write(
                Callback.from(endPoint::close, failure -> endPoint.close()),
                ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.US_ASCII)));
    }
}
