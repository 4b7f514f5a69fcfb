package dev.websocketexporter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Limits;
import io.netty.channel.unix.Socket;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.socksx.v5.Socks5ClientEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Netty's jars are not all of one version: those that belong to the native parts stay behind where newer natives are not to be
 * had. A method that one jar calls and the other does not have would end a probe at run time.
 */
class NettyVersionsTest {
    /** A class of each jar. */
    private static final List<Class<?>> JARS = List.of(
            NetUtil.class,
            ByteBuf.class,
            Bootstrap.class,
            ByteToMessageDecoder.class,
            HttpClientCodec.class,
            Socks5ClientEncoder.class,
            SslHandler.class,
            Epoll.class,
            Socket.class,
            SSL.class);

    /** Sockets in the file system, which the exporter does not listen on. */
    private static final String NOT_USED = "io/netty/channel/epoll/EpollServerDomainSocketChannel ";

    private static final Map<String, Members> CLASSES = new HashMap<>();
    private static final Set<String> REFERENCES = new TreeSet<>();

    private record Members(String parent, List<String> interfaces, Set<String> names) {}

    @BeforeAll
    static void readTheJars() throws IOException, URISyntaxException {
        for (Class<?> one : JARS) {
            Path path = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (JarFile jar = new JarFile(path.toFile())) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().startsWith("io/netty/")
                            && entry.getName().endsWith(".class")) {
                        read(jar.getInputStream(entry));
                    }
                }
            }
        }
    }

    @Test
    void everyMethodAndFieldThatOneJarUsesOfAnotherIsThere() {
        assertThat(REFERENCES).hasSizeGreaterThan(1000);
        assertThat(REFERENCES.stream()
                        .filter(reference -> !reference.startsWith(NOT_USED))
                        .filter(reference -> !isThere(reference)))
                .isEmpty();
    }

    /** The Java side and the native side of the transport agree: it loads, and its constants are asked of the native side. */
    @Test
    void nativeTransportFitsTheJars() {
        if (System.getProperty("os.name").equals("Linux")) {
            assertThat(Epoll.unavailabilityCause()).isNull();
            // Only when they are first needed: with natives that are too old for these constants, epoll is available,
            // and
            // the first connection that is refused ends in a NoClassDefFoundError.
            assertThat(Errors.ERRNO_ECONNRESET_NEGATIVE).isNegative();
            assertThat(Limits.IOV_MAX).isPositive();
        }
    }

    private static boolean isThere(String reference) {
        String[] parts = reference.split(" ", 3);
        return has(parts[1], parts[2]);
    }

    /** True also for what a class outside of these jars would have to know. */
    private static boolean has(String owner, String member) {
        Members members = CLASSES.get(owner);
        return members == null
                ? !owner.equals("java/lang/Object")
                : members.names().contains(member)
                        || has(members.parent(), member)
                        || members.interfaces().stream().anyMatch(each -> has(each, member));
    }

    private static void read(InputStream bytes) throws IOException {
        ClassReader reader = new ClassReader(bytes);
        Set<String> names = new HashSet<>();
        String from = reader.getClassName();
        CLASSES.put(from, new Members(reader.getSuperName(), List.of(reader.getInterfaces()), names));
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
                        names.add(name + " " + type);
                        return null;
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String type, String generic, String[] thrown) {
                        names.add(name + " " + type);
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitFieldInsn(int opcode, String owner, String name, String type) {
                                refer(from, owner, name, type);
                            }

                            @Override
                            public void visitMethodInsn(
                                    int opcode, String owner, String name, String type, boolean isInterface) {
                                refer(from, owner, name, type);
                            }
                        };
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    private static void refer(String from, String owner, String name, String type) {
        if (owner.startsWith("io/netty/")) {
            REFERENCES.add(from + " " + owner + " " + name + " " + type);
        }
    }
}
