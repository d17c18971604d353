package io.orderwire.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of the page, as it is in a jar. Only the files that are listed here are served: no part of a request's path is
 * ever looked up in the class path.
 */
final class PageFile {
    private static final String FOLDER = "/io/orderwire/gateway/page/";
    /** The WebJar of uPlot; its folder names the version, which the parent pom sets too. */
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    /** Characters of a digest that are enough to tell two versions of a file apart. */
    private static final int TAG_DIGITS = 32;

    private static final List<String> SCRIPTS = List.of(
            "app.js",
            "charts.js",
            "elements.js",
            "feed.js",
            "figures.js",
            "format.js",
            "gaps.js",
            "headline.js",
            "http.js",
            "lookup.js",
            "orders.js",
            "panels.js",
            "resume.js",
            "ring.js",
            "series.js",
            "view.js");

    private final String path;
    private final String contentType;
    private final byte[] content;
    private final String tag;

    private PageFile(String path, String contentType, byte[] content) {
        this.path = path;
        this.contentType = contentType;
        this.content = content;
        this.tag = tag(content);
    }

    /** Where it is served. */
    String path() {
        return path;
    }

    /** Its media type. */
    String contentType() {
        return contentType;
    }

    /** Its bytes, in a buffer of the caller's own. */
    ByteBuffer content() {
        return ByteBuffer.wrap(content);
    }

    /** An entity tag, which changes with the bytes. */
    String tag() {
        return tag;
    }

    /**
     * Loads all files.
     *
     * @throws IllegalStateException naming a file that is not in the class path
     */
    static List<PageFile> all() {
        List<PageFile> files = new ArrayList<>();
        files.add(load("/", FOLDER + "index.html", HTML));
        files.add(load("/style.css", FOLDER + "style.css", STYLE));
        for (String script : SCRIPTS) {
            files.add(load("/" + script, FOLDER + script, SCRIPT));
        }
        files.add(load("/uplot/uplot.js", CHARTS + "uPlot.iife.min.js", SCRIPT));
        files.add(load("/uplot/uplot.css", CHARTS + "uPlot.min.css", STYLE));
        return List.copyOf(files);
    }

    private static PageFile load(String path, String resource, String contentType) {
        try (InputStream in = PageFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not in the class path: " + resource);
            }
            return new PageFile(path, contentType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest).substring(0, TAG_DIGITS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
