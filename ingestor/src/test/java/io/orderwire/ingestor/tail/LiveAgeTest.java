package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The age of the bytes by which the ingestor counts as slow or not. */
class LiveAgeTest {
    private static final String HOUR = "20260505/17";
    private static final int ENOUGH = 1 << 20;

    @TempDir
    private Path folder;

    private TailedFolder node;

    @BeforeEach
    void make() {
        node = new TailedFolder(folder, Source.STREAMING, 86_400_000);
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @Test
    void shouldGrowUntilTheBytesAreCommitted() throws IOException {
        node.append(HOUR, "a\n");
        node.start("end").read();
        assertThat(node.liveAgeMs()).isEqualTo(-1);

        node.append(HOUR, "b\n");
        node.readOnce(ENOUGH);
        node.pass(40);
        node.append(HOUR, "c\n");
        node.readOnce(ENOUGH);
        assertThat(node.liveAgeMs()).isEqualTo(40);
        node.pass(100);
        assertThat(node.liveAgeMs()).isEqualTo(140);
        node.commit();
        assertThat(node.liveAgeMs()).isEqualTo(-1);
    }

    @Test
    void shouldLeaveOutWhatAStartPositionAskedFor() throws IOException {
        node.append(HOUR, "a\nb\n");
        node.start("beginning").readOnce(ENOUGH);
        node.pass(3_000);
        assertThat(node.liveAgeMs()).isEqualTo(-1);
        node.commit();

        node.append(HOUR, "c\n");
        node.readOnce(ENOUGH);
        node.pass(30);
        assertThat(node.liveAgeMs()).isEqualTo(30);
    }
}
