package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Cores;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.whole.LineSource;
import io.orderwire.benchmarks.whole.SimulatedLines;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Orderwire's pipeline, whole in one JVM, or with a gateway in a JVM of its own whose CPU counts. */
final class OrderwireServer implements ServedPeer {
    private static final List<String> JVM =
            List.of("-Xms1g", "-Xmx1g", "-XX:MetaspaceSize=128m", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC");

    /** The heaps that {@code ./orderwire} gives the parts. */
    private static final int BROKER_MIB = 512;

    private static final int INGESTOR_MIB = 384;
    private static final int OTHERS_MIB = 768;

    /** All clients of this benchmark have one address. */
    private static final String ONE_ADDRESS = "gateway.shared.addresses=127.0.0.1";

    private final boolean oneJvm;
    private final String overload;

    private OrderwireServer(boolean oneJvm, String overload) {
        this.oneJvm = oneJvm;
        this.overload = overload;
    }

    static OrderwireServer whole(String overload) {
        return new OrderwireServer(true, overload);
    }

    static OrderwireServer gateway(String overload) {
        return new OrderwireServer(false, overload);
    }

    @Override
    public String name() {
        return oneJvm ? "orderwire standalone" : "orderwire gateway";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public String configuration() {
        return oneJvm
                ? "ORDERWIRE_JAVA_OPTS='" + String.join(" ", JVM) + "' ./orderwire run --overload " + overload
                        + " --data DATA --source streaming"
                : "a broker, ingestor, parser and gateway in a JVM each, defaults but for " + ONE_ADDRESS
                        + ", overload=" + overload;
    }

    @Override
    public Feed feed() {
        return Feed.GATEWAY;
    }

    @Override
    public Server start(TemporaryFolder folder) throws IOException {
        if (oneJvm) {
            return new Running(
                    Deployment.standalone(Source.STREAMING, overload, JVM, List.of(ONE_ADDRESS)), "standalone");
        }
        Deployment.Parts parts =
                new Deployment.Parts(Cores.shared(), overload, "one", BROKER_MIB, INGESTOR_MIB, OTHERS_MIB, OTHERS_MIB);
        return new Running(Deployment.separate(Source.STREAMING, parts, List.of(ONE_ADDRESS)), "gateway");
    }

    private static final class Running implements Server {
        private final Deployment deployment;
        private final LineSource lines;
        private final PeerProcess process;

        Running(Deployment deployment, String part) {
            this.deployment = deployment;
            ChildProcess measured = Objects.requireNonNull(deployment.parts().get(part));
            lines = new SimulatedLines(deployment.data());
            process = PeerProcess.of(measured, deployment.log(part));
        }

        @Override
        public LineSource lines() {
            return lines;
        }

        @Override
        public URI url() {
            return deployment.ws();
        }

        @Override
        public PeerProcess process() {
            return process;
        }

        @Override
        public void close() throws IOException {
            try (deployment) {
                lines.close();
            }
        }
    }
}
