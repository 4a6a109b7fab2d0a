-- The one clock. Every rule about time is decided with it; only a test database replaces it.
CREATE FUNCTION countersign_now() RETURNS timestamptz
  LANGUAGE sql VOLATILE PARALLEL SAFE
  AS 'SELECT clock_timestamp()';
