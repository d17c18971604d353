-- How long does an event take from its block to its row, and where?
--   psql -d orders -v minutes=10 -f examples/postgresql/questions/latency.sql
--
-- Milliseconds, over the rows of the last minutes, without events that a start position in the past asked for:
--   node      from the block's time to the node's clock when it wrote the event
--   ingestor  from there to the ingestor's read of the bytes
--   row       from there to the row: Kafka twice, the parser, and the transaction up to just before its commit
--   total     from the block's time to the row
-- The clocks of the node, the ingestor and the database are compared: they must agree. The source plain has neither block
-- nor node time.

WITH hop AS (
  SELECT date_trunc('minute', recorded_at) AS minute,
         extract(epoch FROM local_time - block_time) * 1000 AS node,
         extract(epoch FROM read_at - local_time) * 1000 AS ingestor,
         extract(epoch FROM recorded_at - read_at) * 1000 AS row,
         extract(epoch FROM recorded_at - block_time) * 1000 AS total
    FROM orderwire.order_event
   WHERE recorded_at >= now() - make_interval(mins => :minutes) AND NOT replay
)
SELECT minute AT TIME ZONE 'UTC' AS minute,
       count(*) AS events,
       round(percentile_disc(0.5) WITHIN GROUP (ORDER BY node)) AS node_p50,
       round(percentile_disc(0.5) WITHIN GROUP (ORDER BY ingestor)) AS ingestor_p50,
       round(percentile_disc(0.5) WITHIN GROUP (ORDER BY hop.row)) AS row_p50,
       round(percentile_disc(0.5) WITHIN GROUP (ORDER BY total)) AS total_p50,
       round(percentile_disc(0.99) WITHIN GROUP (ORDER BY total)) AS total_p99,
       round(max(total)) AS total_max
  FROM hop
 GROUP BY minute
 ORDER BY minute;
