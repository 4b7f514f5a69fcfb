package dev.websocketexporter.engine.resolve;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's files about names, read on a thread of their own: a disk that hangs holds up no probe, and a change is
 * known within {@link #INTERVAL}.
 */
public final class NameFiles implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(NameFiles.class);
    private static final Duration FIRST_READ = Duration.ofSeconds(5);

    private final HostsFile hosts;
    private final ResolvConf.Source resolvConf;
    private final ScheduledExecutorService thread;

    private NameFiles(HostsFile hosts, ResolvConf.Source resolvConf) {
        this.hosts = hosts;
        this.resolvConf = resolvConf;
        this.thread = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("name-files", true));
    }

    /** Reads the files, for which it waits 5 s at most, and looks at them again every few seconds until it is closed. */
    public static NameFiles watch(Path hostsFile, ResolvConf.Source resolvConf) {
        NameFiles files = new NameFiles(new HostsFile(hostsFile, LOG::warn), resolvConf);
        files.begin();
        return files;
    }

    public HostsFile hosts() {
        return hosts;
    }

    public ResolvConf.Source resolvConf() {
        return resolvConf;
    }

    private void begin() {
        try {
            thread.submit(this::refresh).get(FIRST_READ.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the hosts file and resolv.conf could not be read within " + FIRST_READ.toSeconds()
                    + " s; going on as if they were empty");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("refresh reports what goes wrong", e);
        }
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                this::refresh, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            hosts.refresh();
            resolvConf.refresh();
        } catch (RuntimeException e) {
            LOG.error("the system's files about names could not be looked at", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
