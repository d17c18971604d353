package io.orderwire.runtime.shed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.shed.RulesPicture.Row;
import io.orderwire.runtime.shed.SimulatedLoad.Pause;
import io.orderwire.runtime.shed.SimulatedStage.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** The picture in {@code docs/decisions} shows what the present code does. */
class RulesPictureTest {
    private static final double CAPACITY = 100_000;

    private static Row row(String title, SimulatedLoad load) {
        CatchUp catchUp = new CatchUp(
                new ShedLimits("simulated", SimulatedStage.MAX_AGE_MS, 2_000, true, (long) CAPACITY),
                0,
                NOPLogger.NOP_LOGGER);
        return new Row(
                title, load, SimulatedStage.run(load, Rule.byAgeAlone()), SimulatedStage.run(load, Rule.of(catchUp)));
    }

    private static SimulatedLoad load(double rate, List<Pause> pauses) {
        return new SimulatedLoad(second -> rate, second -> CAPACITY, pauses, 16);
    }

    @Test
    void shouldShowWhatTheRulesDo() throws IOException {
        List<Pause> pause = List.of(new Pause(3, 8));
        String svg = RulesPicture.svg(List.of(
                row("1,000 lines/s, capacity 100,000, stopped for 5 s", load(1_000, pause)),
                row("23,500 lines/s, capacity 100,000, stopped for 5 s", load(23_500, pause)),
                row(
                        "60,000 lines/s, capacity 100,000, stopped for 5 s: catching up would take 7.5 s",
                        load(60_000, pause)),
                row(
                        "23,500 lines/s, stopped for 5 s; 0.5 s later the capacity drops from 100,000 to 30,000",
                        load(23_500, pause).with(30_000, 8.5)),
                row("150,000 lines/s, capacity 100,000", load(150_000, List.of()))));
        Path file = Path.of("../docs/decisions/catching-up.svg");
        if (System.getenv("WRITE_DOCS") != null) {
            Files.writeString(file, svg);
        }
        assertThat(Files.readString(file))
                .as("docs/decisions/catching-up.svg, written again by: WRITE_DOCS=1 mvn -pl runtime -am test"
                        + " -Dtest=RulesPictureTest -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(svg);
    }
}
