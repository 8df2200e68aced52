-- At five on the eve of a rainy day, to those who ordered within ninety days.
SELECT COUNT(*)
FROM run, days d
JOIN signals s ON s.day = d.number + 1 AND s.rain >= 100
JOIN customers c ON c.city = s.city
WHERE d.midnight + 61200000 > start AND d.midnight + 61200000 <= finish AND c.fresh = 1
    AND EXISTS (
        SELECT 1 FROM events o
        WHERE o.customer = c.id AND o.kind = 'order.placed'
            AND o.moment > d.midnight + 61200000 - 7776000000 AND o.moment <= d.midnight + 61200000);
