package io.orderwire.testing.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/** A Markdown file and what it contains, in its order. */
public final class MarkdownFile {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private final Path path;
    private final String name;
    private final Set<String> anchors = new LinkedHashSet<>();
    private final List<String> links = new ArrayList<>();
    private final List<String> codeSpans = new ArrayList<>();
    private final List<CodeBlock> codeBlocks = new ArrayList<>();
    private final List<TableLine> tables = new ArrayList<>();

    MarkdownFile(Path root, Path path) {
        this.path = path;
        this.name = root.relativize(path).toString();
        try {
            PARSER.parse(Files.readString(path)).accept(new Contents());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Collects the parts that tests examine. */
    private final class Contents extends AbstractVisitor {
        private final IdGenerator ids = IdGenerator.builder().build();
        private String heading = "";

        @Override
        public void visit(Heading node) {
            heading = Words.of(node);
            anchors.add(ids.generateId(heading));
            visitChildren(node);
        }

        @Override
        public void visit(Link node) {
            link(node, node.getDestination());
        }

        @Override
        public void visit(Image node) {
            link(node, node.getDestination());
        }

        private void link(Node node, String destination) {
            links.add(destination);
            visitChildren(node);
        }

        @Override
        public void visit(Code node) {
            codeSpans.add(node.getLiteral());
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TableRow) {
                List<String> cells = new ArrayList<>();
                for (Node cell = node.getFirstChild(); cell != null; cell = cell.getNext()) {
                    cells.add(Words.of(cell));
                }
                tables.add(new TableLine(heading, cells));
            }
            visitChildren(node);
        }

        @Override
        public void visit(FencedCodeBlock node) {
            codeBlocks.add(new CodeBlock(name, heading, node.getInfo(), node.getLiteral()));
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The anchors of its headings. */
    public Set<String> anchors() {
        return anchors;
    }

    /** Destinations of its links and images. */
    public List<String> links() {
        return links;
    }

    /** Its words in code font. */
    public List<String> codeSpans() {
        return codeSpans;
    }

    /** Its fenced code blocks. */
    public List<CodeBlock> codeBlocks() {
        return codeBlocks;
    }

    /** The lines of the tables under a heading. */
    public List<TableLine> tables(String heading) {
        return tables.stream().filter(line -> line.heading().equals(heading)).toList();
    }

    /** The commands in its code blocks, and those with arguments in its code spans. */
    public List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        codeBlocks.forEach(block -> commands.addAll(block.commands()));
        codeSpans.stream()
                .filter(span -> span.startsWith("./orderwire ") || span.startsWith("mvn "))
                .forEach(span -> commands.addAll(Command.in(name, span)));
        return commands;
    }

    /** The path in the repository. */
    @Override
    public String toString() {
        return name;
    }
}
