-- A day after an order of 200 yuan or more.
SELECT COUNT(*) FROM run, events e
WHERE e.kind = 'order.placed' AND e.amount >= 20000
    AND e.moment > start - 86400000 AND e.moment <= finish - 86400000;
