package io.orderwire.testing.docs;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The text of a node and all in it, without markup. */
final class Words extends AbstractVisitor {
    private final StringBuilder text = new StringBuilder();

    private Words() {}

    static String of(Node node) {
        Words words = new Words();
        node.accept(words);
        return words.text.toString();
    }

    @Override
    public void visit(Text node) {
        text.append(node.getLiteral());
    }

    @Override
    public void visit(Code node) {
        text.append(node.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak node) {
        text.append(' ');
    }
}
