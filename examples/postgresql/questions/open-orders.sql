-- Which orders of a user are open, as far as events show?
--   psql -d orders -v user=0x31ca8395cf837de08b24da3f660e77761dfb974b -f examples/postgresql/questions/open-orders.sql
--
-- The newest event of each order decides: every status but open and triggered ends an order. The newest is the one of
-- the latest event_time, because a node that restarts writes earlier events again. All events of a user are in one
-- partition, where record_offset is their order within a block. Not shown: orders that were placed before the first
-- row. sz is the remaining size at that event: the node writes no status for a partial fill. gap_since is true if a gap
-- follows the event, so that the end of the order may be in it: also one of the node, which never writes missing blocks
-- later, but not a rewind.

SELECT newest.coin,
       newest.side,
       newest.limit_px,
       newest.sz,
       newest.oid,
       newest.status,
       newest.event_time AT TIME ZONE 'UTC' AS since,
       EXISTS (SELECT FROM orderwire.gap
                WHERE gap.partition = newest.partition
                  AND gap.record_offset > newest.record_offset
                  AND gap.reason <> 'rewind') AS gap_since
  FROM (SELECT DISTINCT ON (oid) *
          FROM orderwire.order_event
         WHERE user_address = lower(:'user') AND oid IS NOT NULL
         ORDER BY oid, event_time DESC NULLS LAST, record_offset DESC) AS newest
 WHERE newest.status IN ('open', 'triggered')
 ORDER BY newest.coin, newest.side, newest.limit_px;
