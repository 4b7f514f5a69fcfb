#!/usr/bin/env bash
# Logback's AsyncAppender with neverBlock=true drops events of every level when its queue is full, and nothing counts
# them: no status message, no counter, no return value. Seen: ch.qos.logback:logback-classic 1.5.18. With discardingThreshold 0
# one would expect WARN and ERROR to be kept or their loss to be reported; of 1000 errors against a stalled appender, the
# queue keeps its 8 and the one in work, and the context's status list has no WARN or ERROR entry about it.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>ch.qos.logback</groupId><artifactId>logback-classic</artifactId><version>1.5.18</version>
</dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Async.java <<'JAVA'
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.status.Status;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

class Async {
    public static void main(String[] arguments) throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch resumed = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        AppenderBase<ILoggingEvent> slow = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                written.incrementAndGet();
                stalled.countDown();
                try {
                    resumed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        slow.setContext(context);
        slow.start();
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setQueueSize(8);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(slow);
        async.start();
        var logger = context.getLogger("l");
        logger.setAdditive(false);
        logger.addAppender(async);
        logger.error("first");
        stalled.await();
        for (int i = 1; i < 1000; i++) {
            logger.error("line {}", i);
        }
        resumed.countDown();
        while (written.get() < 9) {
            Thread.onSpinWait();
        }
        async.stop();
        long told = context.getStatusManager().getCopyOfStatusList().stream().filter(s -> s.getLevel() >= Status.WARN).count();
        System.out.println("written " + written + " of 1000, told " + told);
    }
}
JAVA
seen="$(timeout 60 java -cp 'lib/*' Async.java 2>/dev/null)"
echo "$seen"
[ "$seen" = "written 9 of 1000, told 0" ] || { echo "changed: expected 'written 9 of 1000, told 0'" >&2; exit 1; }
