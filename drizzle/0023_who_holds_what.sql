ALTER TABLE "sessions" ADD COLUMN "cookie_number" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE TRIGGER sessions_cookie_goes_forward BEFORE UPDATE ON sessions FOR EACH ROW
  WHEN (NEW.cookie_number < OLD.cookie_number)
  EXECUTE FUNCTION countersign_refuse_unless_owner('a session''s last cookie does not come back');
--> statement-breakpoint
-- What a token may do, for the token itself.
CREATE OR REPLACE FUNCTION countersign_token_json(token uuid, secret uuid, address inet, now timestamptz) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT concat('{"object":"token","reference":', to_json(t.reference), ',"purpose":', to_json(t.purpose),
    ',"scopes":', to_json(t.scopes), ',"networks":[', (
      SELECT string_agg(concat('{"network":"', CASE WHEN masklen(n.network) = CASE family(n.network) WHEN 4 THEN 32 ELSE 128 END
          THEN host(n.network) ELSE n.network::text END,
        '","label":', to_json(n.label), ',"expires_at":', countersign_json(n.expires_at), '}'), ',' ORDER BY n.network)
      FROM approved_networks n
      WHERE n.token_id = t.id AND n.revoked_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > now)),
    '],"limits":{"rate_per_minute":', t.rate_per_minute, ',"daily_limit":', t.daily_limit,
    ',"distinct_customers_per_day":', coalesce(t.distinct_ceiling::text, 'null'),
    '},"expires_at":', countersign_json(t.expires_at), ',"secret_ends_at":', countersign_json(s.ends_at),
    ',"client_ip":', to_json(host(address)), '}')
  FROM security_tokens t JOIN token_secrets s ON s.token_id = t.id WHERE t.id = token AND s.id = secret $$;
--> statement-breakpoint
-- Who decides about other people's access, and who asks for it, came to that by a request that another person approved.
CREATE FUNCTION countersign_security_permissions() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT ARRAY['api_settings.manage', 'access_requests.decide'] $$;
--> statement-breakpoint
-- Whether everybody here was made in the caller's transaction, as the first people are. Nobody but the owner writes created_at
-- of a person who is there, or removes one.
CREATE FUNCTION countersign_sets_up() RETURNS boolean
  LANGUAGE sql VOLATILE
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT NOT EXISTS (
    SELECT 1 FROM public.users
    WHERE created_at < transaction_timestamp() + (public.countersign_now() - clock_timestamp())) $$;
--> statement-breakpoint
-- A role that brings its person a security permission which they have not: signed for that person, with the permission in it.
CREATE FUNCTION countersign_require_signed_role() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR public.countersign_sets_up() THEN RETURN NEW; END IF;
  -- Waits for whoever adds a security permission to the role, and sees it.
  PERFORM 1 FROM public.roles WHERE id = NEW.role_id FOR KEY SHARE;
  IF EXISTS (
    SELECT 1 FROM public.role_permissions p
    WHERE p.role_id = NEW.role_id AND p.permission = ANY (public.countersign_security_permissions())
      AND NOT EXISTS (
        SELECT 1 FROM public.user_roles h JOIN public.role_permissions hp ON hp.role_id = h.role_id
        WHERE h.user_id = NEW.user_id AND hp.permission = p.permission)
      AND NOT EXISTS (
        SELECT 1 FROM public.access_requests r
        WHERE r.kind::text = 'user_roles' AND r.subject_id = NEW.user_id AND r.status = 'approved'
          AND r.decided_by NOT IN (r.requested_by, NEW.user_id) AND public.countersign_written_here(r.xmin)
          AND r.change @> jsonb_build_object('add', jsonb_build_array(
            jsonb_build_object('id', NEW.role_id, 'permissions', jsonb_build_array(p.permission)))))
  ) THEN
    RAISE EXCEPTION 'no approved request gives this role' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER user_roles_as_signed BEFORE INSERT ON user_roles
  FOR EACH ROW EXECUTE FUNCTION countersign_require_signed_role();
--> statement-breakpoint
-- A security permission that a role gets: signed for that role, while nobody holds it but who was named.
CREATE FUNCTION countersign_require_signed_permission() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR public.countersign_sets_up() THEN RETURN NEW; END IF;
  -- Waits for whoever gives the role to somebody, and sees it.
  PERFORM 1 FROM public.roles WHERE id = NEW.role_id FOR UPDATE;
  IF NOT EXISTS (
    SELECT 1 FROM public.access_requests r
    WHERE r.kind::text = 'role_permissions' AND r.subject_id = NEW.role_id AND r.status = 'approved'
      AND r.decided_by <> r.requested_by AND public.countersign_written_here(r.xmin)
      AND r.change @> jsonb_build_object('add', jsonb_build_array(NEW.permission))
      AND NOT EXISTS (
        SELECT 1 FROM public.user_roles h WHERE h.role_id = NEW.role_id AND (h.user_id = r.decided_by
          OR NOT r.change @> jsonb_build_object('heldBy', jsonb_build_array(jsonb_build_object('id', h.user_id)))))
  ) THEN
    RAISE EXCEPTION 'no approved request gives this permission' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER role_permissions_as_signed BEFORE INSERT ON role_permissions FOR EACH ROW
  WHEN (NEW.permission = ANY (countersign_security_permissions()))
  EXECUTE FUNCTION countersign_require_signed_permission();
--> statement-breakpoint
-- Given and taken, never rewritten.
REVOKE UPDATE ON user_roles, role_permissions FROM countersign_app;
