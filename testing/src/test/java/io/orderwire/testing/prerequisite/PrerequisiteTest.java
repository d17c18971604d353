package io.orderwire.testing.prerequisite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class PrerequisiteTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "npm", "npm,real-data,"})
    void shouldSkipWithItsReasonWhatIsNotRequired(String required) {
        assertThat(Prerequisite.DOCKER.missing("no engine answers", required))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("needs docker: no engine answers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"real-data", "npm,real-data", " real-data , docker"})
    void shouldFailWhereItIsRequired(String required) {
        assertThatThrownBy(() -> Prerequisite.REAL_DATA.missing("there is no folder", required))
                .isInstanceOf(AssertionError.class)
                .hasMessage("-Dorderwire.test.require requires real-data: there is no folder");
    }

    @Test
    void shouldFailWhereTheRequirementIsUnknown() {
        assertThatThrownBy(() -> Prerequisite.NPM.missing("there is no npm", "nmp"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("must name some of bash, browser, docker, ")
                .hasMessageEndingWith("; found nmp");
    }

    @Test
    void shouldFindProgramsInTheOrderOfThePath(@TempDir Path folder) throws IOException {
        Path first = program(folder.resolve("a b/tool"), "rwx------");
        program(folder.resolve("c/tool"), "rw-------");
        Path last = program(folder.resolve("d/tool"), "rwx------");
        Files.createDirectories(folder.resolve("e/tool"));
        String path = String.join(
                ":",
                folder.resolve("a b").toString(),
                "",
                folder.resolve("missing").toString(),
                folder.resolve("c").toString(),
                folder.resolve("d").toString(),
                folder.resolve("e").toString());

        assertThat(SearchPath.find("tool", path)).containsExactly(first, last);
        assertThat(SearchPath.find("tool", "")).isEmpty();
    }

    private static Path program(Path file, String permissions) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
