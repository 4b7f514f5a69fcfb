package dev.websocketexporter.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is fuzzed, in the order of {@code bench/fuzz}. */
public enum FuzzTarget {
    HEAD("engine.upgrade.HeadFuzz", 2_000),
    FRAMES("engine.frames.FramesFuzz", 1_000),
    FRAMES_DEFLATE("engine.frames.DeflateFramesFuzz", 1_000),
    SESSION("engine.session.SessionFuzz", 1_000),
    URL("server.handlers.UrlFuzz", 500),
    CONFIG("config.ConfigFuzz", 2_000),
    WEB_CONFIG("config.WebConfigFuzz", 2_000),
    CHAIN("tls.ChainFuzz", 4_000),
    STAPLE("tls.StapleFuzz", 2_000),
    PEM("tls.PemFuzz", 3_000),
    KEY("tls.KeyFuzz", 2_500),
    EXPOSITION("render.ExpositionFuzz", 500),
    TOKEN("engine.auth.TokenFuzz", 1_000),
    CONNECT("engine.proxy.ConnectFuzz", 1_000),
    SOCKS("engine.proxy.SocksFuzz", 100),
    DNS("engine.resolve.DnsFuzz", 2_000),
    LOOKUP("engine.resolve.LookupFuzz", 600);

    private final String className;
    private final int longest;
    private @Nullable MethodHandle method;

    FuzzTarget(String name, int longest) {
        this.className = "dev.websocketexporter." + name;
        this.longest = longest;
    }

    /** As {@code bench/fuzz} and the corpus have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its class, for Jazzer. */
    public String className() {
        return className;
    }

    /** What an input has at most, in bytes, when the fuzzer makes it: longer ones cost speed and find little. */
    public int longest() {
        return longest;
    }

    /** Plays an input without a fuzzer. */
    public void play(byte[] input) {
        try {
            method().invoke(input);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(label() + ": " + e, e);
        }
    }

    private MethodHandle method() throws ReflectiveOperationException {
        MethodHandle known = method;
        if (known == null) {
            known = MethodHandles.publicLookup()
                    .findStatic(
                            Class.forName(className),
                            "fuzzerTestOneInput",
                            MethodType.methodType(void.class, byte[].class));
            method = known;
        }
        return known;
    }
}
