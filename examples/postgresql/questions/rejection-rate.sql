-- Which part of the events of each coin is a rejection, minute by minute?
--   psql -d orders -v minutes=10 -f examples/postgresql/questions/rejection-rate.sql
--
-- Over the rows of the last minutes, the first and last of which are not complete. The node ends every kind of rejection in
-- "Rejected"; "rejected" alone is one, too. Events in gaps are not counted, and those that the node wrote again count again.

SELECT coin,
       date_trunc('minute', event_time) AT TIME ZONE 'UTC' AS minute,
       count(*) AS events,
       count(*) FILTER (WHERE status LIKE '%Rejected' OR status = 'rejected') AS rejected,
       round(100.0 * count(*) FILTER (WHERE status LIKE '%Rejected' OR status = 'rejected') / count(*), 1) AS percent
  FROM orderwire.order_event
 WHERE recorded_at >= now() - make_interval(mins => :minutes)
 GROUP BY coin, date_trunc('minute', event_time)
 ORDER BY minute, events DESC, coin;
