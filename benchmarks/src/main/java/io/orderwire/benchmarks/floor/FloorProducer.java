package io.orderwire.benchmarks.floor;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * In the ingestor's place: writes blocks of whole lines, a record for each partition in each cycle, with the ingestor's
 * settings and its transactions. The blocks are made before and are written again and again.
 */
public final class FloorProducer {
    /** Lengths of the lines of a block, four bytes each. */
    static final String LENGTHS = "lengths";

    private static final int BLOCK_BYTES = 512 << 10;
    private static final int CYCLE_MS = 20;

    private FloorProducer() {}

    /** A record's value with the lengths of its lines. */
    private static final class Block {
        private final byte[] lines;
        private final byte[] lengths;

        Block(byte[] lines, byte[] lengths) {
            this.lines = lines;
            this.lengths = lengths;
        }

        int count() {
            return lengths.length / Integer.BYTES;
        }
    }

    /**
     * BOOTSTRAP TOPIC PARTITIONS FILE WINDOW: writes the file's lines until it is ended. Standard input says, line by line, how
     * many lines the last station has; at most WINDOW lines are under way.
     */
    public static void main(String[] args) throws Exception {
        int partitions = Integer.parseInt(args[2]);
        List<Block> blocks = blocks(Files.readAllBytes(Path.of(args[3])), BLOCK_BYTES / partitions);
        long window = Long.parseLong(args[4]);
        AtomicLong arrived = new AtomicLong();
        Thread feedback = new Thread(() -> read(arrived), "feedback");
        feedback.setDaemon(true);
        feedback.start();
        try (Producer<byte[], byte[]> producer = producer(args[0])) {
            producer.initTransactions();
            System.out.println("ready");
            long sent = 0;
            int next = 0;
            long cycle = System.nanoTime();
            while (true) {
                cycle += TimeUnit.MILLISECONDS.toNanos(CYCLE_MS);
                producer.beginTransaction();
                int room = (int) Math.min(
                        8L * partitions,
                        (window - (sent - arrived.get())) / blocks.get(0).count());
                for (int i = 0; i < Math.max(0, room); i++) {
                    Block block = blocks.get(next);
                    producer.send(record(args[1], next % partitions, block));
                    sent += block.count();
                    next = (next + 1) % blocks.size();
                }
                producer.commitTransaction();
                long wait = cycle - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                } else {
                    cycle -= wait;
                }
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, Block block) {
        ProducerRecord<byte[], byte[]> row = new ProducerRecord<>(topic, partition, null, block.lines);
        row.headers().add(LENGTHS, block.lengths);
        return row;
    }

    private static void read(AtomicLong arrived) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.lines().forEach(line -> arrived.set(Long.parseLong(line)));
    }

    private static List<Block> blocks(byte[] all, int blockBytes) {
        List<Block> blocks = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        int from = 0;
        int line = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                lengths.add(i + 1 - line);
                line = i + 1;
                if (line - from >= blockBytes) {
                    blocks.add(block(all, from, line, lengths));
                    lengths.clear();
                    from = line;
                }
            }
        }
        return blocks;
    }

    private static Block block(byte[] all, int from, int to, List<Integer> lengths) {
        ByteBuffer packed = ByteBuffer.allocate(lengths.size() * Integer.BYTES);
        lengths.forEach(packed::putInt);
        return new Block(Arrays.copyOfRange(all, from, to), packed.array());
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "floor-producer");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
