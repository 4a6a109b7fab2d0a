import "server-only";
import { insertSession } from "../../db/queries/sessions";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { isUnknownPlace, tellNewSignIn } from "./new-sign-in";
import { sessionLife } from "./session-life";

export interface SessionStart {
  userId: string;
  userAgent: string | null;
  means: "password" | "demonstration";
}

/**
 * Opens a session of 12 hours, 60 idle minutes, as proved now; tells the person of one from an unknown place. Call it inside
 * a transaction that holds the person's row.
 */
export async function startSession(
  context: ServiceContext,
  start: SessionStart,
): Promise<{ sessionId: string }> {
  const { userId, means } = start;
  const userAgent = start.userAgent?.replace(/[^\x20-\x7e]/g, "").slice(0, 300) ?? null;
  const unknown = means === "password" && (await isUnknownPlace(context, { userId, userAgent }));
  const sessionId = await insertSession(context.db, {
    userId,
    userAgent,
    ip: context.clientIp,
    hours: sessionLife.hours,
  });
  const by = { ...context, actor: { kind: "anonymous" as const } };
  await recordEvent(by, {
    action: "session.started",
    subjectId: userId,
    details: { session: sessionId, means, ...(unknown && { newPlace: true }) },
  });
  if (unknown) await tellNewSignIn(context, { userId, userAgent, sessionId });
  return { sessionId };
}
