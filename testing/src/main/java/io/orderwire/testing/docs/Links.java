package io.orderwire.testing.docs;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that the links of documents have targets. Links to other hosts are not followed. */
public final class Links {
    private Links() {}

    /** One line for each link that does not lead to a file of the repository, or to a heading of a document. */
    public static List<String> broken(Documents documents) {
        List<String> broken = new ArrayList<>();
        for (MarkdownFile file : documents.files()) {
            for (String link : file.links()) {
                fault(documents, file, link).ifPresent(fault -> broken.add(file + ": " + link + ": " + fault));
            }
        }
        return broken;
    }

    private static Optional<String> fault(Documents documents, MarkdownFile file, String link) {
        URI uri;
        try {
            uri = new URI(link);
        } catch (URISyntaxException e) {
            return Optional.of(e.getReason());
        }
        if (uri.getScheme() != null) {
            boolean web = List.of("https", "http").contains(uri.getScheme()) && uri.getHost() != null;
            return web ? Optional.empty() : Optional.of("not a web address");
        }
        Path target = uri.getPath().isEmpty()
                ? file.path()
                : file.path().resolveSibling(uri.getPath()).normalize();
        if (!target.startsWith(documents.root()) || !Files.exists(target)) {
            return Optional.of("no such file in the repository");
        }
        return uri.getFragment() == null ? Optional.empty() : anchorFault(documents, target, uri.getFragment());
    }

    private static Optional<String> anchorFault(Documents documents, Path target, String anchor) {
        return documents.files().stream()
                .filter(file -> file.path().equals(target))
                .findFirst()
                .map(file -> file.anchors().contains(anchor) ? "" : "no such heading; there are " + file.anchors())
                .or(() -> Optional.of("an anchor in a file that is not a document"))
                .filter(fault -> !fault.isEmpty());
    }
}
