-- What changed, told to the processes that hold streams open: a topic and at most one person's id, never content.
-- Sixty bytes at most, and the same one once a transaction. NOTIFY lets commits wait for each other, so that no table
-- that a read writes (token_usage, network_usage, audit_events, refusals) tells anything, nor a secret's first use.
-- The first argument is the topic; the second, where there is one, the column that holds the person.
CREATE FUNCTION countersign_tell() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  row_now jsonb;
BEGIN
  IF TG_NARGS = 1 THEN
    PERFORM pg_notify('countersign_changes', TG_ARGV[0]);
  ELSE
    row_now := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    PERFORM pg_notify('countersign_changes', concat_ws(' ', TG_ARGV[0], row_now ->> TG_ARGV[1]));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A comment concerns whoever asked, too.
CREATE FUNCTION countersign_tell_of_comment() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  PERFORM pg_notify('countersign_changes', concat_ws(' ', 'requests', r.requested_by))
    FROM public.access_requests r WHERE r.id = NEW.request_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notifications_told AFTER INSERT OR UPDATE ON notifications
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('notifications', 'user_id');
--> statement-breakpoint
CREATE TRIGGER access_requests_told AFTER INSERT OR UPDATE ON access_requests
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('requests', 'requested_by');
--> statement-breakpoint
CREATE TRIGGER access_request_comments_told AFTER INSERT ON access_request_comments
  FOR EACH ROW EXECUTE FUNCTION countersign_tell_of_comment();
--> statement-breakpoint
CREATE TRIGGER approval_codes_told AFTER INSERT OR UPDATE ON approval_codes
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('requests');
--> statement-breakpoint
CREATE TRIGGER messages_told AFTER INSERT OR UPDATE OF status ON messages
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('messages');
--> statement-breakpoint
CREATE TRIGGER security_tokens_told AFTER INSERT OR UPDATE ON security_tokens
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('tokens');
--> statement-breakpoint
CREATE TRIGGER token_secrets_told AFTER INSERT OR UPDATE OF saved_at, ends_at ON token_secrets
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('tokens');
--> statement-breakpoint
CREATE TRIGGER approved_networks_told AFTER INSERT OR UPDATE ON approved_networks
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('addresses');
--> statement-breakpoint
CREATE TRIGGER address_asks_told AFTER INSERT OR UPDATE ON address_asks
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('asks', 'asked_by');
--> statement-breakpoint
CREATE TRIGGER program_settings_told AFTER UPDATE ON program_settings
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('program');
--> statement-breakpoint
-- Whoever these concern has their open streams looked at again.
CREATE TRIGGER users_told AFTER INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('people', 'id');
--> statement-breakpoint
CREATE TRIGGER user_roles_told AFTER INSERT OR UPDATE OR DELETE ON user_roles
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('people', 'user_id');
--> statement-breakpoint
CREATE TRIGGER roles_told AFTER INSERT OR UPDATE OR DELETE ON roles
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('people');
--> statement-breakpoint
CREATE TRIGGER role_permissions_told AFTER INSERT OR UPDATE OR DELETE ON role_permissions
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('people');
--> statement-breakpoint
CREATE TRIGGER email_changes_told AFTER INSERT OR UPDATE ON email_changes
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('people', 'user_id');
--> statement-breakpoint
CREATE TRIGGER sessions_told AFTER INSERT OR UPDATE OF ended_at ON sessions
  FOR EACH ROW EXECUTE FUNCTION countersign_tell('sessions', 'user_id');
