-- Ninety days after the last order; whoever was silent for longer at the start counts too. Days
-- are those of China.
WITH orders AS (
    SELECT customer, moment, moment + 7776000000 AS due FROM events WHERE kind = 'order.placed'),
asked AS (
    SELECT customer, moment,
        CASE WHEN due <= start THEN start ELSE due + (60000 - due % 60000) % 60000 END AS tick
    FROM orders, run WHERE due <= finish)
SELECT COUNT(*) FROM (
    SELECT DISTINCT a.customer, a.moment + 28800000 - (a.moment + 28800000) % 86400000 AS day
    FROM asked a
    WHERE NOT EXISTS (
        SELECT 1 FROM events l
        WHERE l.customer = a.customer AND l.kind = 'order.placed'
            AND l.moment > a.moment AND l.moment <= a.tick)) found;
