import "server-only";
import { listOpenSessions } from "../../db/queries/sessions";
import type { UserContext } from "../context";
import { sessionLife } from "./session-life";

export interface OpenSession {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  ip: string | null;
  userAgent: string | null;
  current: boolean;
}

/** One's own open sessions, the last seen first. */
export async function listSessions({ db, actor }: UserContext): Promise<OpenSession[]> {
  const rows = await listOpenSessions(db, actor.userId, sessionLife.idleMinutes);
  return rows.map((row) => ({ ...row, current: row.id === actor.sessionId }));
}
