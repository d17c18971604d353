package io.orderwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerUsersTest {
    @TempDir
    private Path folder;

    private BrokerUsers read(String text) {
        return BrokerUsers.of(folder.resolve("users"), text.lines().toList());
    }

    @Test
    void shouldReadNamesAndPasswords() {
        BrokerUsers users = read("# readers\r\n\r\n  ann  secret-1\r\n#bob x\nbob@b.c\t\"p#=;%!\"\n");
        assertThat(users.passwords()).containsOnlyKeys("ann", "bob@b.c").containsEntry("ann", "secret-1");
        assertThat(users).hasToString("2 users");
    }

    @Test
    void shouldReadWhoMayDoEverything() {
        BrokerUsers users = read("pipeline secret-1 all\nann secret-2\nall secret-3\n");
        assertThat(users.withAllRights()).containsExactly("pipeline");
        assertThat(users.passwords()).containsEntry("pipeline", "secret-1").hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'ann', 'has 1 words'",
        "'ann two words12', 'has 3 words'",
        "'ann password1 ALL', 'at most the word all'",
        "'ann password1 all all', 'has 4 words'",
        "'ann all', 'the password of ann must have 8'",
        "'ann short12', 'the password of ann must have 8 to 200 visible ASCII characters'",
        "'ann pässword1', 'the password of ann'",
        "'a/b password1', 'has no name'",
        "'ANONYMOUS password1', 'not ANONYMOUS'",
        "'ann password1\nann password2', 'names ann again'",
        "'', 'has no user'",
        "'# ann password1', 'has no user'",
    })
    void shouldNameTheLineThatIsAtFaultAndNoPassword(String text, String fault) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.resolve("users").toString())
                .hasMessageContaining(fault)
                .hasMessageNotContaining("password1")
                .hasMessageNotContaining("words12");
    }
}
