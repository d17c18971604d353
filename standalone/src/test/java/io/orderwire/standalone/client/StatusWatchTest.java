package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusWatchTest {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    /** Takes one screen, and then is closed. */
    private final PrintStream closing = new PrintStream(
            new OutputStream() {
                @Override
                public void write(int one) {
                    seen.write(one);
                }

                @Override
                public void flush() throws IOException {
                    throw new IOException("closed");
                }
            },
            true,
            StandardCharsets.UTF_8);

    private int watch(boolean inPlace) throws InterruptedException {
        return new StatusWatch(closing, inPlace).run(out -> {
            out.print("a\nb\n");
            return 1;
        });
    }

    @Test
    void shouldEndWithTheLastCodeWhenNobodyReads() throws Exception {
        assertThat(watch(false)).isEqualTo(1);
        assertThat(seen.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\n");
    }

    @Test
    void shouldReplaceTheScreenOfATerminalWithoutLeavingOldLines() throws Exception {
        watch(true);

        assertThat(seen.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[Ha\u001b[K\nb\u001b[K\n\u001b[J");
    }
}
