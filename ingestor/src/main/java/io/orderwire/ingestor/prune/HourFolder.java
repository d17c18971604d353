package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.prune.FoundFile.Identity;
import io.orderwire.ingestor.tail.HourNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Lists the hour files of one source. No symbolic link below the data folder is followed. */
final class HourFolder {
    /** Largest number of hour files that are listed: those of eleven years. */
    static final int MOST_FILES = 100_000;

    private final Path source;
    private final Path hourly;

    /** @param source folder of the source, in the data folder */
    HourFolder(Path source) {
        this.source = source;
        this.hourly = source.resolve("hourly");
    }

    /**
     * Lists the folder.
     *
     * @param files by hour; including files that an interrupted prune set aside, if their hour does not have another file
     * @param left files that an interrupted prune set aside and whose hour has a file again
     * @param empty empty folders of dates, by date
     * @param foreign number of names that are not those of hour files
     * @param troubles folders and files that could not be examined, with the reason
     */
    record Listing(
            NavigableMap<HourFile, FoundFile> files,
            List<FoundFile> left,
            NavigableMap<Integer, Path> empty,
            int foreign,
            List<String> troubles) {}

    /** Lists the folder; if it cannot be listed, the reason is among {@link Listing#troubles}. */
    Listing list() {
        Builder found = new Builder();
        if (!Files.exists(hourly, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(source)) {
            return found.listing();
        }
        if (isFolder(source, found) && isFolder(hourly, found)) {
            try (DirectoryStream<Path> dates = Files.newDirectoryStream(hourly)) {
                for (Path path : dates) {
                    found.date(path);
                }
            } catch (IOException | DirectoryIteratorException e) {
                found.trouble(hourly, "cannot be listed: " + e);
            }
        }
        return found.listing();
    }

    private static boolean isFolder(Path path, Builder found) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        found.trouble(
                path, Files.isSymbolicLink(path) ? "is a symbolic link, which is not followed" : "is not a folder");
        return false;
    }

    /** Removes an empty folder of a date; false if it is no longer empty. */
    static boolean remove(Path date) throws IOException {
        try {
            Files.delete(date);
            return true;
        } catch (DirectoryNotEmptyException | NoSuchFileException expected) {
            return false;
        }
    }

    private static final class Builder {
        private final NavigableMap<HourFile, FoundFile> files = new TreeMap<>();
        private final Map<HourFile, FoundFile> aside = new TreeMap<>();
        private final NavigableMap<Integer, Path> empty = new TreeMap<>();
        private final List<String> troubles = new ArrayList<>();
        private int foreign;

        Listing listing() {
            List<FoundFile> left = new ArrayList<>();
            aside.forEach((hour, file) -> {
                if (files.putIfAbsent(hour, file) != null) {
                    left.add(file);
                }
            });
            return new Listing(files, left, empty, foreign, troubles);
        }

        void trouble(Path path, String text) {
            troubles.add(path + " " + text);
        }

        void date(Path path) {
            int date = HourNames.date(String.valueOf(path.getFileName()));
            if (date < 0 || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                foreign++;
                return;
            }
            boolean something = false;
            try (DirectoryStream<Path> hours = Files.newDirectoryStream(path)) {
                for (Path hour : hours) {
                    something = true;
                    hour(date, hour);
                }
                if (!something) {
                    empty.put(date, path);
                }
            } catch (IOException | DirectoryIteratorException e) {
                trouble(path, "cannot be listed: " + e);
            }
        }

        private void hour(int date, Path path) {
            boolean setAside = SetAside.is(path);
            Path named = setAside ? SetAside.original(path) : path;
            int hour = HourNames.hour(String.valueOf(named.getFileName()));
            if (hour < 0) {
                foreign++;
                return;
            }
            try {
                Identity identity = Identity.of(path);
                if (identity == null) {
                    foreign++;
                } else if (files.size() + aside.size() < MOST_FILES) {
                    HourFile id = new HourFile(date, hour, 0);
                    (setAside ? aside : files).put(id, new FoundFile(id, path, identity));
                } else {
                    throw new IllegalStateException("more than " + MOST_FILES + " hour files");
                }
            } catch (NoSuchFileException gone) {
                foreign++;
            } catch (IOException e) {
                trouble(path, "cannot be examined: " + e);
            }
        }
    }
}
