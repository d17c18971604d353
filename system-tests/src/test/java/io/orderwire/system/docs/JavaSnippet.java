package io.orderwire.system.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Statements of a document as the main method of a class, with the imports that a reader's editor would add. */
final class JavaSnippet {
    static final String CLASS = "Snippet";
    private static final String BEFORE = """
            import io.orderwire.contract.gap.*;
            import io.orderwire.contract.order.*;
            import java.time.*;
            import java.util.*;
            import org.apache.kafka.clients.consumer.*;
            import org.apache.kafka.common.serialization.*;

            public final class Snippet {
                public static void main(String[] arguments) throws Exception {
            """;
    private static final String AFTER = "\n    }\n}\n";

    private JavaSnippet() {}

    /** The class path of the tests. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Compiles into a folder and returns the compiler's errors, none for a snippet that compiles. */
    static String compile(String statements, Path folder) throws IOException {
        Path source = folder.resolve(CLASS + ".java");
        Files.writeString(source, BEFORE + statements + AFTER);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-classpath", classPath(), "-d", folder.toString(), "--release", "17");
            compiler.getTask(null, files, diagnostics, options, null, files.getJavaFileObjects(source))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }
}
