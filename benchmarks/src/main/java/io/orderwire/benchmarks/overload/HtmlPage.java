package io.orderwire.benchmarks.overload;

import java.util.List;

/** A page that needs nothing from outside. */
public final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8888; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin: 2rem 0 0; }
            svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
            .grid { stroke: var(--line); stroke-width: .5; } .limit { stroke: currentColor; stroke-dasharray: 6 4; }
            polyline { fill: none; stroke-width: 1.5; } pre { overflow-x: auto; } .broken { color: #c33; font-weight: 600; }
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    /** An empty page. */
    public HtmlPage(String title) {
        this.title = escape(title);
    }

    /** Lines, of which those that say BROKEN stand out. */
    public void list(List<String> lines) {
        body.append("<ul>\n");
        for (String line : lines) {
            String mark = line.contains("BROKEN") ? " class=\"broken\"" : "";
            body.append("<li")
                    .append(mark)
                    .append('>')
                    .append(escape(line.strip()))
                    .append("</li>\n");
        }
        body.append("</ul>\n");
    }

    void chart(Chart chart) {
        body.append(chart.html());
    }

    /** Text as it is. */
    public void text(String text) {
        body.append("<pre>").append(escape(text)).append("</pre>\n");
    }

    /** SVG or other markup, which is not escaped. */
    public void markup(String markup) {
        body.append(markup);
    }

    /** The whole page. */
    public String html() {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                + "</title>\n<style>\n" + STYLE + "</style></head><body>\n<h1>" + title + "</h1>\n" + body
                + "</body></html>\n";
    }

    /** Text as markup. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
