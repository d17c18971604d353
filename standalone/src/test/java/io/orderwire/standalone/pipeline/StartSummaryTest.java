package io.orderwire.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartSummaryTest {
    private static Settings settings() {
        List<Option<?>> known = new ArrayList<>(PipelineOptions.ALL);
        known.addAll(IngestorOptions.ALL);
        return new Settings.Loader(known)
                .flag("data.dir", "/data/node")
                .flag("kafka.bootstrap.servers", "broker:9092")
                .flag("topics.prefix", "test.")
                .load();
    }

    @Test
    void shouldSayWhatItIsWhereItListensWhereItsDataAreAndHowToStopIt() {
        ReadyLine ready = new ReadyLine().with("management", "http://127.0.0.1:9101/");

        assertThat(new StartSummary("an ingestor")
                        .listens(ready)
                        .reads(settings())
                        .kafka(settings())
                        .lines())
                .containsExactly(
                        "started: an ingestor of orderwire from source",
                        "listens: management=http://127.0.0.1:9101/",
                        "reads: /data/node",
                        "data: in Kafka at broker:9092, topics test.hyperliquid.order-statuses.raw and others",
                        "stop it: Ctrl-C, or kill " + ProcessHandle.current().pid()
                                + "; it ends what it does and exits with 0");
    }

    @Test
    void shouldNameTheFolderOfItsOwnKafka() {
        assertThat(new StartSummary("a broker").state(Path.of("/state")).lines())
                .contains("data: in /state");
    }
}
