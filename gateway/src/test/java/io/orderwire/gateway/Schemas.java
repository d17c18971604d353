package io.orderwire.gateway;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schemas in {@code docs}. Thread-safe. */
final class Schemas {
    private static final Path FOLDER = Path.of("..", "docs", "schemas");
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Schemas::read));

    private Schemas() {}

    private static String read(String location) {
        try {
            return Files.readString(FOLDER.resolve(location.substring(location.lastIndexOf(':') + 1) + ".schema.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the violations of a schema. */
    static List<String> faults(String name, String json) {
        return REGISTRY
                .getSchema(SchemaLocation.of("urn:orderwire:schema:" + name))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
