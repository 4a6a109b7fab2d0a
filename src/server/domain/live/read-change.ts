import "server-only";
import { type LiveTopic, liveAudience } from "../../../contracts/live-topics";
import type { Permission } from "../../../contracts/permissions";

export interface Change {
  topic: Exclude<LiveTopic, "rights">;
  /** Whom it concerns, whatever they may see besides. */
  personId: string | null;
}

export interface Reader {
  userId: string;
  permissions: ReadonlySet<Permission>;
}

const form = /^([a-z]{1,20})(?: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/;

/** What the database told, or null: anybody who may connect can say anything on its channel. */
export function readChange(payload: string): Change | null {
  const [, topic = "", personId = null] = form.exec(payload) ?? [];
  return isTopic(topic) ? { topic, personId } : null;
}

const isTopic = (topic: string): topic is Change["topic"] => Object.hasOwn(liveAudience, topic);

/** Whether this reader is told of it. */
export function concerns({ topic, personId }: Change, { userId, permissions }: Reader): boolean {
  if (personId === userId) return true;
  const audience = liveAudience[topic];
  return audience === "everyone" || audience.some((permission) => permissions.has(permission));
}

/** Changes that may have ended a session or changed what somebody may do. */
export function touchesRights({ topic }: Change): boolean {
  return topic === "people" || topic === "sessions";
}
