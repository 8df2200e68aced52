-- The first of the month at ten.
SELECT COUNT(*) FROM run, days d, customers c
WHERE d.date = 1 AND d.midnight + 36000000 > start AND d.midnight + 36000000 <= finish
    AND c.tier IN ('gold', 'platinum');
