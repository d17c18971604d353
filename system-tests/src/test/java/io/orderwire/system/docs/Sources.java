package io.orderwire.system.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
        this.pom = pom(root);
    }

    private static Document pom(Path folder) {
        Path file = folder.resolve("pom.xml");
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    /** Folders of the modules, as {@code -pl} takes them. */
    List<String> modules() {
        return texts(pom.getElementsByTagName("module"));
    }

    /** Names of the profiles of the build and of its modules. */
    List<String> profiles() {
        return Stream.concat(Stream.of(pom), modules().stream().map(module -> pom(root.resolve(module))))
                .flatMap(each -> profiles(each.getElementsByTagName("profile")))
                .toList();
    }

    private static Stream<String> profiles(NodeList profiles) {
        return IntStream.range(0, profiles.getLength())
                .mapToObj(i -> ((Element) profiles.item(i)).getElementsByTagName("id"))
                .map(ids -> ids.item(0).getTextContent());
    }

    private static List<String> texts(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    /** Simple names of the classes of tests, of all modules. */
    List<String> testClasses() {
        return javaFiles("src/test/java").stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - JAVA.length()))
                .toList();
    }

    /** The text of the test class of that name, in one of the modules. */
    String testClass(List<String> modules, String name) {
        return javaFiles(modules, "src/test/java").stream()
                .filter(file -> file.getFileName().toString().equals(name + JAVA))
                .findFirst()
                .map(Sources::read)
                .orElseThrow(() -> new AssertionError("no test class " + name + " in the modules " + modules));
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
