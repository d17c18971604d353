-- NOT RUN HERE: no ClickHouse was at hand. Written from the documentation of its Kafka table engine.
--
-- The topic of orders and that of gaps into ClickHouse, with its Kafka table engine and materialized views. The engine is
-- librdkafka, which reads committed by default. It commits its offsets to Kafka after a block was inserted: at least once.
-- ReplacingMergeTree, ordered by partition and offset, drops what was inserted twice when parts merge; FINAL does so when
-- reading. The engine returns no row for a null value, so that markers are left out here and gaps come from their own topic.

CREATE TABLE orders_queue (value String) ENGINE = Kafka
SETTINGS kafka_broker_list = '127.0.0.1:9092',
         kafka_topic_list = 'hyperliquid.orders',
         kafka_group_name = 'orders-to-clickhouse',
         kafka_format = 'RawBLOB', -- one row for each record, whatever it contains
         kafka_num_consumers = 1;

CREATE TABLE order_event (
  partition     UInt32,
  record_offset UInt64,
  seq           UInt64,
  pos           String,
  event_time    DateTime64(9, 'UTC'),
  user_address  String,
  coin          LowCardinality(String),
  status        LowCardinality(String),
  oid           Int64,
  side          LowCardinality(String),
  limit_px      Decimal128(18),
  sz            Decimal128(18),
  orig_sz       Decimal128(18),
  block_number  UInt64,
  block_time    DateTime64(9, 'UTC'),
  local_time    DateTime64(9, 'UTC'),
  read_at       DateTime64(3, 'UTC'),
  event         String,
  recorded_at   DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
ORDER BY (partition, record_offset);

CREATE MATERIALIZED VIEW orders_to_rows TO order_event AS
SELECT _partition AS partition,
       _offset AS record_offset,
       JSONExtractUInt(value, 'seq') AS seq,
       JSONExtractString(value, 'pos') AS pos,
       parseDateTime64BestEffortOrZero(JSONExtractString(value, 'event', 'time'), 9, 'UTC') AS event_time,
       lower(JSONExtractString(value, 'event', 'user')) AS user_address,
       JSONExtractString(value, 'event', 'order', 'coin') AS coin,
       JSONExtractString(value, 'event', 'status') AS status,
       JSONExtractInt(value, 'event', 'order', 'oid') AS oid,
       JSONExtractString(value, 'event', 'order', 'side') AS side,
       toDecimal128OrZero(JSONExtractString(value, 'event', 'order', 'limitPx'), 18) AS limit_px,
       toDecimal128OrZero(JSONExtractString(value, 'event', 'order', 'sz'), 18) AS sz,
       toDecimal128OrZero(JSONExtractString(value, 'event', 'order', 'origSz'), 18) AS orig_sz,
       JSONExtractUInt(value, 'block_number') AS block_number,
       parseDateTime64BestEffortOrZero(JSONExtractString(value, 'block_time'), 9, 'UTC') AS block_time,
       parseDateTime64BestEffortOrZero(JSONExtractString(value, 'local_time'), 9, 'UTC') AS local_time,
       _timestamp_ms AS read_at,
       JSONExtractRaw(value, 'event') AS event
  FROM orders_queue;

CREATE TABLE gaps_queue (value String) ENGINE = Kafka
SETTINGS kafka_broker_list = '127.0.0.1:9092',
         kafka_topic_list = 'hyperliquid.orders.gaps',
         kafka_group_name = 'gaps-to-clickhouse',
         kafka_format = 'RawBLOB',
         kafka_num_consumers = 1;

-- A gap that is counted later comes again with the same id: the newest record is kept.
CREATE TABLE gap (
  id            String,
  record_offset UInt64,
  stage         LowCardinality(String),
  reason        LowCardinality(String),
  events        Nullable(UInt64),
  gap           String
) ENGINE = ReplacingMergeTree(record_offset)
ORDER BY id;

CREATE MATERIALIZED VIEW gaps_to_rows TO gap AS
SELECT JSONExtractString(value, 'id') AS id,
       _offset AS record_offset,
       JSONExtractString(value, 'where') AS stage,
       JSONExtractString(value, 'reason') AS reason,
       JSONExtract(value, 'events', 'Nullable(UInt64)') AS events,
       value AS gap
  FROM gaps_queue;
