package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Recognises a suite among files, and reads its cases. */
interface SuiteReader {
    /** Its name, which is also that of the file with its rules. */
    String suite();

    /**
     * The cases; empty: the suite is not there.
     *
     * @param files all that there are, in the order of their paths
     */
    List<SuiteCase> cases(List<Path> files) throws IOException;
}
