package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with this Java, and a program that runs out of memory on a thread that catches every error. */
class OutOfMemoryTest {
    private static final String PROGRAM = """
            package io.orderwire.standalone;

            public final class Main {
                public static void main(String[] arguments) throws Exception {
                    Thread thread = new Thread(() -> {
                        java.util.List<byte[]> taken = new java.util.ArrayList<>();
                        while (true) {
                            try {
                                taken.add(new byte[1 << 20]);
                            } catch (Throwable swallowed) {
                                System.out.println("swallowed " + swallowed);
                                return;
                            }
                        }
                    });
                    thread.start();
                    thread.join();
                    new java.util.concurrent.CountDownLatch(1).await();
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldEndWithThreeWhereAThreadSwallowsThatMemoryIsOut() throws Exception {
        Path source = Files.writeString(folder.resolve("Main.java"), PROGRAM);
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(compiled).isZero();
        Path target = Files.createDirectories(folder.resolve("home/standalone/target/lib"))
                .getParent();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target.resolve("orderwire.jar")))) {
            jar.putNextEntry(new JarEntry("io/orderwire/standalone/Main.class"));
            jar.write(Files.readAllBytes(folder.resolve("io/orderwire/standalone/Main.class")));
        }
        Path script = folder.resolve("home/orderwire");
        Files.copy(Path.of("..", "orderwire"), script);

        ProcessBuilder builder = new ProcessBuilder(script.toString(), "parser")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ORDERWIRE_") || name.endsWith("JAVA_OPTIONS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx24m");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("out")))
                    .isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
    }
}
