package dev.websocketexporter.testkit;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Regular files that hang whoever opens them, as those of a network file system do whose server is gone: another process
 * holds a lease of each (fcntl(2), F_SETLEASE) and does not give it up. The kernel ends that after 45 s.
 */
public final class HungFiles implements Closeable {
    private static final String LEASE = """
            $SIG{IO} = "IGNORE";
            $| = 1;
            for (@ARGV) {
                open(my $file, "+<", $_) or die "$_: $!";
                fcntl($file, 1024, 1) or die "no lease of $_: $!";
                push(@held, $file);
            }
            print "held\\n";
            sleep(1) while (1);
            """;

    private final Process holder;

    private HungFiles(Process holder) {
        this.holder = holder;
    }

    /** From now on nobody can open these files, until this is closed; a test without the means is skipped. */
    public static HungFiles of(List<Path> files) throws IOException {
        List<String> command = new ArrayList<>(List.of(Programs.require("perl").toString(), "-e", LEASE));
        files.forEach(file -> command.add(file.toString()));
        Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
        HungFiles hung = new HungFiles(holder);
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        String first = said.readLine();
        if (!"held".equals(first)) {
            hung.close();
            Programs.missing("leases of files: " + first);
        }
        return hung;
    }

    /** Whoever waits for one goes on. */
    @Override
    public void close() {
        holder.destroyForcibly();
        try {
            holder.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
