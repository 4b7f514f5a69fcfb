package dev.websocketexporter.e2e;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How many bytes the threads of another Java process have allocated so far, by the process's own counters. */
final class AllocationCounters implements AutoCloseable {
    private final JMXConnector connector;
    private final ThreadMXBean threads;

    private AllocationCounters(JMXConnector connector, ThreadMXBean threads) {
        this.connector = connector;
        this.threads = threads;
    }

    static AllocationCounters of(long pid) throws IOException {
        JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agent(pid)));
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        return new AllocationCounters(
                connector,
                ManagementFactory.newPlatformMXBeanProxy(
                        beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class));
    }

    private static String agent(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot attach to process " + pid + " (expected: a JVM of the same user)", e);
        }
    }

    /** By the thread's role, which is its name without its number; bytes since each thread began. */
    Map<String, Long> byRole() {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<String, Long> roles = new TreeMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && bytes[i] >= 0) {
                roles.merge(infos[i].getThreadName().replaceAll("-\\d.*", ""), bytes[i], Long::sum);
            }
        }
        return roles;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
