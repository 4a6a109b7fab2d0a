import "server-only";
import { readLiveSession, touchSession } from "../../db/queries/sessions";
import type { HalfActor, ServiceContext, UserActor } from "../context";
import { sessionLife } from "./session-life";

/**
 * Who a session's cookie stands for now: session, person, roles and permissions are read on every call, so that ending any of
 * them holds at once (rule 16, ASVS 7.4.2). Half where a second factor is still due, null where one has ended or a proof has
 * made a newer cookie (ASVS 7.2.4); the first is number 0. `touch` keeps the session from idling out.
 */
export async function readSession(
  { db }: Pick<ServiceContext, "db">,
  sessionId: string,
  { touch, cookieNumber = 0 }: { touch: boolean; cookieNumber?: number },
): Promise<UserActor | HalfActor | null> {
  if (!uuid.test(sessionId)) return null;
  const live = await readLiveSession(db, { sessionId, cookieNumber }, sessionLife);
  if (!live) return null;
  if (touch) await touchSession(db, sessionId);
  const { userId, name, email, roles, permissions, freshProof, standing } = live;
  if (standing !== "whole") {
    return { kind: "half", sessionId, userId, name, email, needs: standing, freshProof };
  }
  return {
    kind: "user",
    sessionId,
    userId,
    name,
    email,
    roles,
    permissions: new Set(permissions),
    freshProof,
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
