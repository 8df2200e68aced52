-- Fridays at six, to those who asked for it.
SELECT COUNT(*) FROM run, days d, customers c
WHERE d.weekday = 5 AND d.midnight + 64800000 > start AND d.midnight + 64800000 <= finish
    AND c.price_list = 1 AND c.fresh = 1;
