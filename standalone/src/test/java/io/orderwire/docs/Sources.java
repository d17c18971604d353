package io.orderwire.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The modules, the profiles and the Java files of the repository. */
final class Sources {
    private static final String JAVA = ".java";

    private final Path root;
    private final Document pom;

    Sources(Path root) {
        this.root = root;
        try {
            this.pom = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(root.resolve("pom.xml").toFile());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("cannot read " + root.resolve("pom.xml"), e);
        }
    }

    /** Folders of the modules, as {@code -pl} takes them. */
    List<String> modules() {
        return texts(pom.getElementsByTagName("module"));
    }

    /** Names of the profiles. */
    List<String> profiles() {
        NodeList profiles = pom.getElementsByTagName("profile");
        return Stream.iterate(0, i -> i < profiles.getLength(), i -> i + 1)
                .map(i -> ((Element) profiles.item(i)).getElementsByTagName("id"))
                .map(ids -> ids.item(0).getTextContent())
                .toList();
    }

    private static List<String> texts(NodeList nodes) {
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(i -> nodes.item(i).getTextContent())
                .toList();
    }

    /** Simple names of the classes of tests, of all modules. */
    List<String> testClasses() {
        return javaFiles("src/test/java").stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - JAVA.length()))
                .toList();
    }

    /** The text of the test class of that name, in a module. */
    String testClass(String module, String name) {
        return javaFiles(List.of(module), "src/test/java").stream()
                .filter(file -> file.getFileName().toString().equals(name + JAVA))
                .findFirst()
                .map(Sources::read)
                .orElseThrow(() -> new AssertionError("module " + module + " has no test class " + name));
    }

    /** The text of all that ships. */
    String production() {
        StringBuilder all = new StringBuilder();
        javaFiles("src/main/java").forEach(file -> all.append(read(file)));
        return all.toString();
    }

    private List<Path> javaFiles(String folder) {
        return javaFiles(modules(), folder);
    }

    private List<Path> javaFiles(List<String> modules, String folder) {
        return modules.stream()
                .map(module -> root.resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(Sources::below)
                .filter(file -> file.toString().endsWith(JAVA))
                .toList();
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
