-- Ten minutes after somebody registered.
SELECT COUNT(*) FROM run, events e
WHERE e.kind = 'customer.registered' AND e.moment > start - 600000 AND e.moment <= finish - 600000;
