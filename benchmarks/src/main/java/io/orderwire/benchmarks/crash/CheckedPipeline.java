package io.orderwire.benchmarks.crash;

import io.orderwire.contract.position.Source;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the two ends of a pipeline are that is checked.
 *
 * @param data folder with the files that the ingestor read
 * @param source their shape
 * @param stats where a gateway answers with the account
 * @param kafka settings of a consumer that may read the topics
 */
record CheckedPipeline(Path data, Source source, URI stats, Map<String, Object> kafka) {}
