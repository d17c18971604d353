-- Tables of orders-to-postgresql. Run this once, in a database whose encoding is UTF8:
--   psql -d orders -f examples/postgresql/schema.sql
-- The tables are for one topic. A topic that was recreated needs a schema of its own.

CREATE SCHEMA orderwire;

-- The offset at which to resume, and the instance that may write. A batch advances next_offset in the transaction that
-- writes the rows before it; a claim raises the epoch.
CREATE TABLE orderwire.partition_offset (
  topic         text        NOT NULL,
  partition     integer     NOT NULL,
  topic_id      text        NOT NULL, -- Kafka's id of the topic; a different id means that the topic was recreated
  next_offset   bigint      NOT NULL,
  epoch         bigint      NOT NULL, -- raised by each instance that is assigned the partition: older ones cannot write
  owner         text        NOT NULL,
  backend       integer, -- process id of the owner's connection: another instance ends it if it holds this row too long
  backend_start timestamptz, -- start of that connection, because process ids are reused
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition)
);

-- One row for each event. Columns that the contract does not guarantee are null where the event lacks them or their text
-- does not fit the type.
CREATE TABLE orderwire.order_event (
  partition     integer     NOT NULL,
  record_offset bigint      NOT NULL,
  seq           bigint      NOT NULL, -- counts the events of the partition; a missing sequence is a dead letter or in a gap
  pos           text        NOT NULL,
  event_time    timestamptz,
  user_address  text        NOT NULL,
  coin          text        NOT NULL,
  status        text        NOT NULL, -- an open set
  oid           bigint,               -- null if it has more than 18 digits
  side          text,
  limit_px      numeric,
  sz            numeric,              -- the remaining size
  orig_sz       numeric,
  cloid         text,
  block_number  bigint,               -- null for the source plain, like the next three columns
  block_index   integer,
  block_time    timestamptz,          -- PostgreSQL keeps microseconds; event has all digits of the times
  local_time    timestamptz,          -- the node's clock when it wrote the event
  read_at       timestamptz NOT NULL, -- the ingestor's clock when it read the bytes; Kafka's timestamp
  replay        boolean     NOT NULL, -- true if a start position in the past requested the event
  event         json        NOT NULL, -- the node's object, byte for byte; jsonb does not take every valid string
  recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(), -- just before the commit
  PRIMARY KEY (partition, record_offset)
);
CREATE INDEX order_event_user ON orderwire.order_event (user_address, oid, record_offset DESC);
CREATE INDEX order_event_recorded ON orderwire.order_event USING brin (recorded_at);

-- One row for each marker: a gap that touches several partitions has a row in each, under the same id.
CREATE TABLE orderwire.gap (
  partition     integer NOT NULL,
  record_offset bigint  NOT NULL, -- events before it are complete up to the gap, events after it follow the gap
  id            text    NOT NULL,
  stage         text    NOT NULL, -- "where" of the contract, or postgresql: Kafka deleted records before they were read
  reason        text    NOT NULL,
  from_seq      bigint,
  to_seq        bigint,
  from_pos      text,
  to_pos        text,
  from_block    bigint,
  to_block      bigint,
  events        bigint,           -- null if they were not counted when the marker was written
  bytes         bigint,
  from_time     timestamptz NOT NULL,
  to_time       timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (partition, record_offset)
);

-- Records that this version cannot read or that do not fit the tables above, unchanged. Delete them after handling them.
CREATE TABLE orderwire.unread_record (
  partition     integer     NOT NULL,
  record_offset bigint      NOT NULL,
  record_time   timestamptz NOT NULL,
  record_key    bytea,
  record_value  bytea,
  headers       json        NOT NULL, -- [["name", "value in hexadecimal digits"], ...]
  reason        text        NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (partition, record_offset)
);
