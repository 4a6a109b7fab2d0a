-- Whether a statement of this transaction sees all that is committed when it begins. A transaction with one snapshot for all
-- of its statements decides by what was: a lock that it waits for shows it nothing newer.
CREATE FUNCTION countersign_sees_now() RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT current_setting('transaction_isolation') = 'read committed' $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION countersign_require_signed_role() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR public.countersign_sets_up() THEN RETURN NEW; END IF;
  -- Waits for whoever adds a security permission to the role, and sees it.
  PERFORM 1 FROM public.roles WHERE id = NEW.role_id FOR KEY SHARE;
  IF NOT public.countersign_sees_now() OR EXISTS (
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
CREATE OR REPLACE FUNCTION countersign_require_signed_permission() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) OR public.countersign_sets_up() THEN RETURN NEW; END IF;
  -- Waits for whoever gives the role to somebody, and sees it.
  PERFORM 1 FROM public.roles WHERE id = NEW.role_id FOR UPDATE;
  IF NOT public.countersign_sees_now() OR NOT EXISTS (
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
CREATE OR REPLACE FUNCTION countersign_require_one_secret() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF public.countersign_owns(TG_RELID) THEN RETURN NEW; END IF;
  -- Waits for whoever mints one at the same moment, and sees it.
  PERFORM 1 FROM public.security_tokens WHERE id = NEW.token_id FOR NO KEY UPDATE;
  IF NOT public.countersign_sees_now() OR EXISTS (
    SELECT 1 FROM public.token_secrets s WHERE s.request_id = NEW.request_id
      AND (s.ends_at IS NULL OR s.saved_at IS NOT NULL OR s.first_used_at IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'a request has one secret' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
