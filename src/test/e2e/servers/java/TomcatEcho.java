import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

final class TomcatEcho {
    private TomcatEcho() {}

    static int start() throws Exception {
        Tomcat tomcat = tomcat("tomcat");
        Context context = tomcat.addContext("", Path.of("").toAbsolutePath().toString());
        context.addServletContainerInitializer(new WsSci(), Set.of(Echo.class));
        // The filter that upgrades runs only where a servlet is mapped.
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMappingDecoded("/", "default");
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    static Tomcat tomcat(String folder) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Path.of(folder).toAbsolutePath().toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        return tomcat;
    }

    @ServerEndpoint("/")
    public static final class Echo {
        @OnMessage
        public String text(String message) {
            return message;
        }

        @OnMessage
        public ByteBuffer binary(ByteBuffer message) {
            return message;
        }
    }
}
