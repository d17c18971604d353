-- NOT RUN HERE: no Flink was at hand. Written from the documentation of its SQL connectors for Kafka and JDBC.
--
-- The topic of orders into the table orderwire.order_event of ../schema.sql, with Flink SQL. It needs the artifacts
-- flink-sql-connector-kafka, flink-connector-jdbc and org.postgresql:postgresql. The JDBC sink with a primary key writes
-- upserts: rows that are read again after a failure replace themselves, so that the table has each once after a restart
-- from a checkpoint. Kafka's offsets are in Flink's checkpoints, not in the database. JSON_QUERY formats the event again, so
-- that it is not byte for byte what the node wrote.

SET 'execution.checkpointing.interval' = '5s';

CREATE TABLE orders (
  `value`     STRING, -- null in a gap marker
  `partition` INT METADATA VIRTUAL,
  `offset`    BIGINT METADATA VIRTUAL,
  `headers`   MAP<STRING, BYTES> METADATA VIRTUAL,
  `read_at`   TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'hyperliquid.orders',
  'properties.bootstrap.servers' = '127.0.0.1:9092',
  'properties.group.id' = 'orders-to-flink',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'raw'
);

-- The gaps of all partitions, once each, and again under the same id when they are counted.
CREATE TABLE gaps (
  `id`     STRING,
  `where`  STRING,
  `reason` STRING,
  `events` BIGINT
) WITH (
  'connector' = 'kafka',
  'topic' = 'hyperliquid.orders.gaps',
  'properties.bootstrap.servers' = '127.0.0.1:9092',
  'properties.group.id' = 'gaps-to-flink',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'json'
);

CREATE TABLE order_event (
  `partition`     INT,
  `record_offset` BIGINT,
  `seq`           BIGINT,
  `pos`           STRING,
  `user_address`  STRING,
  `coin`          STRING,
  `status`        STRING,
  `oid`           BIGINT,
  `side`          STRING,
  `limit_px`      DECIMAL(38, 18),
  `sz`            DECIMAL(38, 18),
  `read_at`       TIMESTAMP(3),
  `replay`        BOOLEAN,
  `event`         STRING,
  PRIMARY KEY (`partition`, `record_offset`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  -- stringtype: the driver sends the event as text, which PostgreSQL then reads as json
  'url' = 'jdbc:postgresql://127.0.0.1:5432/orders?stringtype=unspecified',
  'table-name' = 'orderwire.order_event',
  'username' = 'orderwire',
  'password' = '...'
);

INSERT INTO order_event
SELECT `partition`,
       `offset`,
       TRY_CAST(JSON_VALUE(`value`, '$.seq') AS BIGINT),
       JSON_VALUE(`value`, '$.pos'),
       LOWER(JSON_VALUE(`value`, '$.event.user')),
       JSON_VALUE(`value`, '$.event.order.coin'),
       JSON_VALUE(`value`, '$.event.status'),
       TRY_CAST(JSON_VALUE(`value`, '$.event.order.oid') AS BIGINT),
       JSON_VALUE(`value`, '$.event.order.side'),
       TRY_CAST(JSON_VALUE(`value`, '$.event.order.limitPx') AS DECIMAL(38, 18)),
       TRY_CAST(JSON_VALUE(`value`, '$.event.order.sz') AS DECIMAL(38, 18)),
       CAST(`read_at` AS TIMESTAMP(3)),
       `headers`['ow.replay'] IS NOT NULL,
       JSON_QUERY(`value`, '$.event')
  FROM orders
 -- Leaves out markers, and records of a later version that lack a member: the table does not take null in these columns, and
 -- the job would fail again and again.
 WHERE `value` IS NOT NULL
   AND TRY_CAST(JSON_VALUE(`value`, '$.seq') AS BIGINT) IS NOT NULL
   AND JSON_VALUE(`value`, '$.pos') IS NOT NULL
   AND JSON_VALUE(`value`, '$.event.user') IS NOT NULL
   AND JSON_VALUE(`value`, '$.event.order.coin') IS NOT NULL
   AND JSON_VALUE(`value`, '$.event.status') IS NOT NULL;
