package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All servers that fail, as a process of their own. Arguments: the directory and the first port of the place. Lines of the
 * standard input, {@code stop NAME} and {@code start NAME}, are answered with {@code ok} when it is done.
 */
final class FaultServers {
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Fault> faults = new HashMap<>();
    private final Map<String, Closeable> running = new HashMap<>();
    private final TestIdentity root;

    private FaultServers(SoakPlace place, TestIdentity root) {
        this.root = root;
        List<Fault> all = Faults.all(SoakNames.areToBeHad());
        for (int i = 0; i < all.size(); i++) {
            Fault fault = all.get(i);
            faults.put(fault.target().name(), fault);
            ports.put(fault.target().name(), place.port(i));
        }
    }

    public static void main(String[] arguments) throws IOException {
        SoakPlace place = new SoakPlace(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        TestIdentity root = CertificateRecipe.ca("Soak Root of Faults").selfSigned();
        place.publish(Fault.ROOT_FILE, root.certificatePem());
        FaultServers servers = new FaultServers(place, root);
        for (String name : servers.faults.keySet()) {
            servers.start(name);
        }
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(servers.answer(line.split(" ")));
        }
        System.exit(0);
    }

    private String answer(String... words) throws IOException {
        if (words[0].equals("stop")) {
            running.remove(words[1]).close();
        } else {
            start(words[1]);
        }
        return "ok";
    }

    private void start(String name) throws IOException {
        running.put(name, faults.get(name).starter().start(ports.get(name), root));
    }
}
