package io.orderwire.ingestor.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import io.orderwire.ingestor.split.BlockNumber;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Streaming events, written as block and event: {@code 7a 7b 8a}. */
class BlockPlacesTest {
    private static final HourFile NINE = HourFile.parse("20260505/9");
    private static final HourFile TEN = HourFile.parse("20260505/10");
    private static final HourFile ELEVEN = HourFile.parse("20260505/11");
    private static final byte[] NO_HEAD = {};

    private BlockPlaces places = new BlockPlaces(false);
    private HourFile file = NINE;
    private String time = "2026-05-05T09:00:00.1";

    /** Reads events; returns the place of each one, {@code ?} if unknown, with {@code <} where blocks are written again. */
    private String read(String events) {
        StringBuilder found = new StringBuilder();
        for (String event : events.split(" ")) {
            int at = event.length() - 1;
            byte[] line = ("{\"block_time\":\"" + time + "\",\"block_number\":" + event.substring(0, at)
                            + ",\"events\":[{\"n\":\"" + event.substring(at) + "\"}]}")
                    .getBytes(StandardCharsets.US_ASCII);
            boolean again = places.event(BlockNumber.of(line, 0, line.length), NO_HEAD, line, 0, line.length);
            found.append(found.isEmpty() ? "" : " ")
                    .append(again ? "<" : "")
                    .append(places.place() < 0 ? "?" : String.valueOf(places.place()));
        }
        return found.toString();
    }

    private void go(HourFile to, long offset) {
        file = to;
        places.reading(to, offset);
    }

    /** Begins with the first byte of an hour file whose first block is of that hour. */
    private void begin() {
        go(NINE, 0);
    }

    private void restart() {
        BlockPlaces resumed = new BlockPlaces(false);
        resumed.restore(places.last(), places.state());
        places = resumed;
    }

    @Test
    void shouldCountTheEventsOfEachBlock() {
        begin();
        assertThat(read("7a 7b 7b 8a 10a 10b")).isEqualTo("0 1 2 0 0 1");
        assertThat(places.last()).isEqualTo(10);
    }

    @Test
    void shouldNotKnowTheBlockInWhichReadingBegins() {
        go(NINE, 4_000);
        assertThat(read("7a 7b 8a 8b")).isEqualTo("? ? 0 1");
    }

    @Test
    void shouldNotKnowTheFirstBlockOfAFileIfItMayHaveBegunBefore() {
        time = "2026-05-05T08:59:59.9";
        begin();
        assertThat(read("7a 8a")).isEqualTo("? 0");
        for (String broken : new String[] {"", "x", "2026-05-05 09:00", "9999", "2026-05-05T0x:00:00"}) {
            places = new BlockPlaces(false);
            time = broken;
            begin();
            assertThat(read("7a 8a")).as(broken).isEqualTo("? 0");
        }
        places = new BlockPlaces(false);
        time = "2026-05-05T10:00:00";
        begin();
        assertThat(read("7a 8a")).as("later").isEqualTo("0 0");
    }

    @Test
    void shouldContinueABlockWithLateEvents() {
        begin();
        assertThat(read("7a 7b 8a 7c 8b 7d 9a 8c 7e")).isEqualTo("0 1 0 2 1 3 0 2 4");
        assertThat(places.last()).isEqualTo(9);
        assertThat(read("9b 10a")).isEqualTo("1 0");
    }

    @Test
    void shouldKnowABlockOfWhichAllEventsAreLate() {
        begin();
        assertThat(read("7a 9a 8a 9b 8b 10a")).isEqualTo("0 0 0 1 1 0");
    }

    @Test
    void shouldCountFromZeroWhereTheFirstEventOfABlockIsRepeated() {
        begin();
        assertThat(read("7a 7b 8a 9a 9b")).isEqualTo("0 1 0 0 1");
        assertThat(read("8a 8b 9a 9b 9c 10a")).isEqualTo("<0 1 0 1 2 0");
        assertThat(read("7a 7b 8a")).isEqualTo("<0 1 0");
    }

    @Test
    void shouldCountFromZeroWhereTheNumberGoesFarBack() {
        begin();
        read("101a 102a 103a 104a 105a 106a 107a 108a");
        assertThat(read("20x 20y 21a 101a")).isEqualTo("<0 1 0 0");
        assertThat(read("3a")).as("may be late, since few blocks were read").isEqualTo("<?");
        assertThat(read("4a 21a 101a 102a 3z")).isEqualTo("? ? ? 0 ?");
    }

    @Test
    void shouldNotTakeALateEventOfABlockBeforeTheFirstOneForItsBeginning() {
        go(NINE, 4_000);
        assertThat(read("8a 8b 7x 8c 8d 9a 9b")).isEqualTo("? ? <? ? ? 0 1");
    }

    @Test
    void shouldKnowNothingAfterALossUntilTheNextBlockBegins() {
        begin();
        read("7a 8a");
        places.lost();
        assertThat(read("8b 7b 9a")).isEqualTo("? ? 0");
        places.lost();
        assertThat(read("10a 10b 9b 11a")).as("the beginning may be lost").isEqualTo("? ? ? 0");
        places.lost();
        assertThat(read("8x 9x 10x")).as("late events").isEqualTo("? ? ?");
        places.lost();
        assertThat(read("9a 10a"))
                .as("the first event of a block is known all the same")
                .isEqualTo("<0 0");
    }

    @Test
    void shouldNotKnowABlockWhoseEventsAreAllLateAfterALoss() {
        begin();
        read("7a");
        places.lost();
        assertThat(read("9a 8a 10a 8b")).isEqualTo("? ? 0 ?");
    }

    /** A node that was killed in the block after its snapshot writes it again, and the number does not go back. */
    @Test
    void shouldNotKnowABlockThatMayBeWrittenAgainAtOnce() {
        begin();
        assertThat(read("7a 7b 7c 7a 7b 7c 7d 8a")).isEqualTo("0 1 2 ? ? ? ? 0");
        assertThat(read("9a 9a 9b 10a")).as("only its first event was known").isEqualTo("0 ? ? 0");
        assertThat(read("11a 11b 11a 11c 11b 11d")).as("equal events").isEqualTo("0 1 ? 3 4 5");
        assertThat(read("12a 12b 12a 13a 13b")).isEqualTo("0 1 ? 0 1");
        assertThat(read("14a 14b 14a 13c 14b 14c")).as("a late event between").isEqualTo("0 1 ? 2 ? ?");
        assertThat(read("15a 15b")).isEqualTo("0 1");
        restart();
        go(NINE, 0);
        assertThat(read("15c 15a 15d 16a")).as("the second event was not kept").isEqualTo("2 ? ? 0");
    }

    @Test
    void shouldNotKnowPlacesAfterShedBytes() {
        begin();
        read("7a 7b");
        places.readTo(100);
        go(NINE, 5_000);
        assertThat(read("7c 8a")).isEqualTo("? 0");
        places.readTo(6_000);
        go(NINE, 6_000);
        assertThat(read("8b 9a")).as("continues").isEqualTo("1 0");
    }

    @Test
    void shouldContinueInTheNextHoursFileIfTheFormerWasReadWhole() {
        begin();
        read("7a 7b");
        places.readTo(100);
        places.follows(NINE);
        go(TEN, 0);
        assertThat(read("7c 8a")).isEqualTo("2 0");
        places.readTo(100);
        places.follows(TEN);
        go(ELEVEN, 0);
        assertThat(read("9a 9b")).isEqualTo("0 1");
    }

    @Test
    void shouldNotTrustAFileWhoseFormerOneWasNotReadWholeOrIsMissing() {
        begin();
        read("7a 7b");
        places.readTo(100);
        places.follows(null);
        go(TEN, 0);
        assertThat(read("7c 8a 9a")).isEqualTo("? 0 0");
        places.readTo(100);
        places.follows(null);
        go(ELEVEN, 0);
        assertThat(read("10a 11a")).isEqualTo("? 0");
        places = new BlockPlaces(false);
        begin();
        read("7a");
        places.readTo(100);
        places.follows(NINE);
        go(ELEVEN, 0);
        assertThat(read("8a")).as("an hour is missing").isEqualTo("?");
        places.readTo(100);
        time = "2026-05-05T11:00:00";
        go(ELEVEN.nextGeneration(), 0);
        assertThat(read("10a 11a")).as("the block is of this hour").isEqualTo("0 0");
    }

    @Test
    void shouldFollowTheDaysOfTheCalendar() {
        for (String[] days : new String[][] {
            {"20261231/23", "20270101/0", "0"},
            {"20240228/23", "20240229/0", "0"},
            {"20230228/23", "20230229/0", "?"},
            {"99999999/23", "20230229/0", "?"},
            {"20261231/23", "20270101/1", "?"},
            {"20261231/22", "20270101/23", "?"}
        }) {
            places = new BlockPlaces(false);
            go(HourFile.parse(days[0]), 10);
            read("7a 8a");
            places.readTo(100);
            places.follows(file);
            go(HourFile.parse(days[1]), 0);
            time = "";
            assertThat(read("9a")).as("%s %s", days[0], days[1]).isEqualTo(days[2]);
        }
    }

    @Test
    void shouldContinueAfterALateAppendToAnOlderFile() {
        begin();
        read("7a 7b 8a");
        places.readTo(100);
        places.follows(NINE);
        go(TEN, 0);
        read("9a 9b");
        places.readTo(50);
        go(NINE, 100);
        assertThat(read("8b 7c")).isEqualTo("1 2");
        places.readTo(120);
        go(TEN, 50);
        assertThat(read("9c 10a")).isEqualTo("2 0");
        places.readTo(80);
        go(NINE, 120);
        assertThat(read("3a")).as("far too late").isEqualTo("<?");
        places.readTo(140);
        go(TEN, 80);
        assertThat(read("10b 11a")).isEqualTo("? 0");
    }

    @Test
    void shouldKnowTheNextBlockAfterALateAppend() {
        begin();
        read("7a");
        places.readTo(100);
        places.follows(NINE);
        go(TEN, 0);
        read("8a");
        places.readTo(50);
        go(NINE, 100);
        read("7b");
        places.readTo(120);
        go(TEN, 50);
        assertThat(read("9a")).isEqualTo("0");
        places.readTo(80);
        go(NINE, 120);
        places.lost();
        places.readTo(130);
        go(TEN, 80);
        assertThat(read("10a")).as("may have begun in what was lost").isEqualTo("?");
    }

    @Test
    void shouldNotMoveToAFileOfWhichNothingWasRead() {
        begin();
        read("7a");
        places.readTo(100);
        places.follows(NINE);
        go(TEN, 0);
        places.readTo(0);
        go(NINE, 100);
        assertThat(read("8a")).isEqualTo("0");
    }

    @Test
    void shouldContinueAfterARestart() {
        begin();
        read("7a 7b 8a");
        places.readTo(100);
        restart();
        go(NINE, 100);
        assertThat(read("8b 7c 9a")).isEqualTo("1 2 0");
        places.readTo(200);
        restart();
        places.follows(NINE);
        go(TEN, 0);
        assertThat(read("10a 9b 8a")).isEqualTo("0 1 <0");
    }

    @Test
    void shouldNotContinueAfterARestartElsewhere() {
        begin();
        read("7a 7b 8a");
        places.readTo(100);
        restart();
        go(NINE, 90);
        assertThat(read("8b 9a")).isEqualTo("? 0");
        places = new BlockPlaces(false);
        places.restore(8, BlockCounts.NONE);
        go(NINE, 100);
        assertThat(read("8b 7x 8c 9a")).as("without counts").isEqualTo("? <? ? 0");
    }

    @Test
    void shouldKeepTheLastBlocksOnly() {
        begin();
        read("101a 102a 103a 104a 105a 106a 107a 108a 109a");
        assertThat(places.state().blocks()).hasSize(CountedBlocks.MOST);
        assertThat(read("101b")).as("not 101a, but no longer known").isEqualTo("<0");
    }
}
