-- Ten minutes after somebody registered.
SELECT COUNT(*) FROM run, events e
WHERE e.kind = 'customer.registered' AND e.at > start - 600000 AND e.at <= finish - 600000;
