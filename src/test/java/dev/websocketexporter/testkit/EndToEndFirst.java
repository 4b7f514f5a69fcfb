package dev.websocketexporter.testkit;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * The end-to-end tests before all others. Those of them that run beside the rest, since they only wait, begin with the first
 * class; the others, which come after the minutes that these take, look at all threads and descriptors of this JVM, and would
 * take theirs for something that a probe left behind.
 */
public final class EndToEndFirst implements ClassOrderer {
    private static final String END_TO_END = ".e2e.";

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors().sort(Comparator.comparing(EndToEndFirst::comesLater));
    }

    private static boolean comesLater(ClassDescriptor test) {
        return !test.getTestClass().getName().contains(END_TO_END);
    }
}
