package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.parser.Parser;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What this package uses of Jetty beyond its documented API still has the expected shape. A row that fails after an upgrade
 * of Jetty names the member to look at; {@link JettyBehaviourIT} then shows whether it still does the same.
 */
class JettyInternalsTest {
    private static final String HTTP_CONNECTION = "org.eclipse.jetty.server.internal.HttpConnection";

    /** Class, name, type that is returned, parameters. */
    static Stream<Arguments> overriddenMethods() {
        return Stream.of(
                row(SocketChannelEndPoint.class, "fill", int.class, ByteBuffer.class),
                row(SocketChannelEndPoint.class, "fillInterested", void.class, Callback.class),
                row(SocketChannelEndPoint.class, "tryFillInterested", boolean.class, Callback.class),
                row(SocketChannelEndPoint.class, "isFillInterested", boolean.class),
                row(SocketChannelEndPoint.class, "onIdleExpired", void.class, TimeoutException.class),
                row(
                        ServerConnector.class,
                        "newEndPoint",
                        SocketChannelEndPoint.class,
                        SocketChannel.class,
                        ManagedSelector.class,
                        SelectionKey.class),
                row(HttpConnectionFactory.class, "newConnection", Connection.class, Connector.class, EndPoint.class),
                row(httpConnection(), "getExecutor", Executor.class),
                row(ErrorHandler.class, "errorPageForMethod", boolean.class, String.class));
    }

    static Stream<Arguments> calledMethods() {
        return Stream.of(
                row(SocketChannelEndPoint.class, "notIdle", void.class),
                row(SocketChannelEndPoint.class, "isInputShutdown", boolean.class),
                row(ManagedSelector.class, "submit", void.class, ManagedSelector.SelectorUpdate.class),
                row(Parser.class, "getBeginNanoTime", long.class),
                row(HTTP2Session.class, "getParser", Parser.class),
                row(HttpOutput.class, "sendContent", void.class, ByteBuffer.class, Callback.class),
                row(ServerConnector.class, "open", void.class, java.nio.channels.ServerSocketChannel.class),
                row(
                        HttpConnectionFactory.class,
                        "configure",
                        AbstractConnection.class,
                        AbstractConnection.class,
                        Connector.class,
                        EndPoint.class));
    }

    @ParameterizedTest
    @MethodSource("overriddenMethods")
    void methodThatIsOverriddenIsThereAndNotFinal(
            Class<?> type, String name, Class<?> returned, Class<?>[] parameters) {
        Method method = method(type, name, parameters);
        assertThat(method.getReturnType()).as(what(method)).isEqualTo(returned);
        assertThat(isForSubclasses(method))
                .as("%s is public or protected", what(method))
                .isTrue();
        assertThat(Modifier.isFinal(method.getModifiers()))
                .as("%s is final", what(method))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("calledMethods")
    void methodThatIsCalledIsThere(Class<?> type, String name, Class<?> returned, Class<?>[] parameters) {
        Method method = method(type, name, parameters);
        assertThat(method.getReturnType()).as(what(method)).isEqualTo(returned);
        assertThat(isForSubclasses(method))
                .as("%s is public or protected", what(method))
                .isTrue();
    }

    @Test
    void classesThatAreExtendedHaveTheirConstructors() {
        assertThatCode(() -> SocketChannelEndPoint.class.getConstructor(
                        SocketChannel.class, ManagedSelector.class, SelectionKey.class, Scheduler.class))
                .as(version("SocketChannelEndPoint"))
                .doesNotThrowAnyException();
        assertThatCode(() -> httpConnection().getConstructor(HttpConfiguration.class, Connector.class, EndPoint.class))
                .as(version(HTTP_CONNECTION))
                .doesNotThrowAnyException();
    }

    private static Arguments row(Class<?> type, String name, Class<?> returned, Class<?>... parameters) {
        return Arguments.of(type, name, returned, parameters);
    }

    /** By its name, since a class that has moved must fail a test here and not the compilation of all. */
    private static Class<?> httpConnection() {
        try {
            return Class.forName(HTTP_CONNECTION);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(version(HTTP_CONNECTION + " is not there"), e);
        }
    }

    /** Declared by the class or by the nearest class above it. */
    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Method method : declaring.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && !method.isBridge()
                        && Arrays.equals(method.getParameterTypes(), parameters)) {
                    return method;
                }
            }
        }
        throw new AssertionError(version(type.getName() + " has no method " + name + Arrays.toString(parameters)));
    }

    private static boolean isForSubclasses(Executable member) {
        return Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
    }

    private static String what(Method method) {
        return version(method.toString());
    }

    private static String version(String what) {
        return "Jetty " + Server.getVersion() + ": " + what;
    }
}
