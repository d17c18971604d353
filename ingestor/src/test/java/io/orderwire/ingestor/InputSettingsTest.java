package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import org.junit.jupiter.api.Test;

class InputSettingsTest {
    private static InputSettings dropping(boolean drop) {
        return new InputSettings(new Settings.Loader(IngestorOptions.ALL)
                .flag("ingestor.drop.duplicates", String.valueOf(drop))
                .load());
    }

    @Test
    void shouldRefuseAHeapThatIsTooSmallForTheMemoryOfBlocks() {
        long without = 384L << 20;
        assertThatCode(() -> dropping(false).checkMemory(without)).doesNotThrowAnyException();
        assertThatCode(() -> dropping(true).checkMemory(600L << 20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> dropping(true).checkMemory(without))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ingestor.drop.duplicates takes up to 268435456 bytes")
                .hasMessageContaining("(" + without + " bytes)");
    }
}
