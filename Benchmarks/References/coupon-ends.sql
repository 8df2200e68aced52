-- Two days before the coupon ends, at eleven.
SELECT COUNT(*)
FROM run, days d
JOIN customers c ON c.coupon = d.number + 2
WHERE d.midnight + 39600000 > start AND d.midnight + 39600000 <= finish;
