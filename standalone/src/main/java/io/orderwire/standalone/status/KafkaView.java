package io.orderwire.standalone.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka shows about an installation at one moment. A part that could not be read is empty, and {@code troubles} says why.
 *
 * @param servers where Kafka is
 * @param topics in the order of the pipeline
 * @param files the hour files that the ingestor follows and how far each was committed, the newest first
 * @param processes by station
 * @param losses those of the last hour
 * @param troubles one line of text for each part that could not be read
 */
public record KafkaView(
        String servers,
        List<TopicView> topics,
        List<FileView> files,
        List<ProcessView> processes,
        RecentGaps losses,
        List<String> troubles) {

    /**
     * A topic.
     *
     * @param name with the prefix of the installation
     * @param partitions number of partitions
     * @param replicas copies of each partition
     * @param policy clean-up policy, empty if unknown
     * @param retentionMs how long records stay, -1 if unlimited or unknown
     * @param retentionBytes how many bytes of a partition stay, -1 if unlimited or unknown
     * @param bytes bytes of one copy of all partitions on the brokers' disks, -1 if unknown
     */
    public record TopicView(
            String name,
            int partitions,
            int replicas,
            String policy,
            long retentionMs,
            long retentionBytes,
            long bytes) {}

    /**
     * An hour file.
     *
     * @param file name and generation
     * @param offset next byte to read after a restart
     * @param seen greatest length that was seen
     */
    public record FileView(String file, long offset, long seen) {}

    /**
     * A process, as its newest snapshot describes it.
     *
     * @param role ingestor, parser or gateway
     * @param instance its name among those of its role
     * @param host empty if unknown
     * @param condition running, warming, degraded, stopped or silent
     * @param silentMs time since the snapshot, milliseconds
     * @param ageMs age of the oldest data that it has not handled, null if unknown
     * @param clients connected clients, null if it is not a gateway
     */
    public record ProcessView(
            String role,
            String instance,
            String host,
            String condition,
            long silentMs,
            @Nullable Long ageMs,
            @Nullable Long clients) {}

    /** A Kafka of which nothing could be read. */
    static KafkaView unreadable(String servers, String why) {
        return new KafkaView(servers, List.of(), List.of(), List.of(), RecentGaps.UNKNOWN, List.of(why));
    }
}
