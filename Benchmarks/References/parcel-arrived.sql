-- Each parcel, at once.
SELECT COUNT(*) FROM run, events e
WHERE e.kind = 'parcel.arrived' AND e.moment > start AND e.moment <= finish;
