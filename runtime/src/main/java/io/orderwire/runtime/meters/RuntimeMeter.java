package io.orderwire.runtime.meters;

/** Every meter of this project that each process has. */
public enum RuntimeMeter implements Catalogued {
    HEALTH(Metric.gauge(
            "orderwire.health",
            "1 if the check of this name holds, 0 if not: started, live, ready, or well (orders flow as they should)",
            "check")),
    KAFKA_BROKERS_SILENT(Metric.gauge("orderwire.kafka.brokers.silent", "Brokers that do not answer")),
    KAFKA_DISK_FREE(Metric.gauge(
                    "orderwire.kafka.disk.free.ratio",
                    "Free part of the fullest disk of a broker, 0 to 1; NaN if unknown")
            .in(Metric.Unit.RATIO)),
    KAFKA_CLIENT_SERIES(Metric.gauge(
            "orderwire.kafka.client.series", "Series of the meters of Kafka's clients and of Kafka Streams")),
    KAFKA_CLIENT_SERIES_LIMIT(Metric.gauge(
            "orderwire.kafka.client.series.limit",
            "Series that the meters of Kafka's clients and of Kafka Streams may have: metrics.kafka.series")),
    KAFKA_CLIENT_SERIES_REFUSED(Metric.counter(
            "orderwire.kafka.client.series.refused", "Series that were left out because of metrics.kafka.series")),
    MANAGEMENT_CLOSED(Metric.counter(
            "orderwire.management.closed",
            "Connections that were closed because there were more than management.connections")),
    MANAGEMENT_REFUSED(Metric.counter(
            "orderwire.management.refused",
            "Requests to the management port that were refused for their host, by HTTP status",
            "status"));

    private final Metric metric;

    RuntimeMeter(Metric metric) {
        this.metric = metric;
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
