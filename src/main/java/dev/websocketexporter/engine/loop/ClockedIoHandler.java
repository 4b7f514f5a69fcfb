package dev.websocketexporter.engine.loop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Informs a clock when an event loop looks at its sockets, and delegates everything to another handler. */
public final class ClockedIoHandler implements IoHandler, IoHandlerContext {
    private final IoHandler handler;
    private final LoopClock clock;
    private @Nullable IoHandlerContext context;

    public ClockedIoHandler(IoHandler handler, LoopClock clock) {
        this.handler = handler;
        this.clock = clock;
    }

    @Override
    public int run(IoHandlerContext given) {
        context = given;
        clock.waits();
        try {
            return handler.run(this);
        } finally {
            clock.looked();
        }
    }

    /** What a handler asks between its wait and its first read, whatever it waits with. */
    @Override
    public boolean shouldReportActiveIoTime() {
        clock.woke();
        return context().shouldReportActiveIoTime();
    }

    @Override
    public void reportActiveIoTime(long nanos) {
        context().reportActiveIoTime(nanos);
    }

    @Override
    public boolean canBlock() {
        return context().canBlock();
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
        return context().delayNanos(currentTimeNanos);
    }

    @Override
    public long deadlineNanos() {
        return context().deadlineNanos();
    }

    private IoHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void initialize() {
        handler.initialize();
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }
}
