import "server-only";
import { type OptionalMessageKind, optionalMessageKinds } from "../../../contracts/message-kinds";
import type { ChoosePreferenceInput } from "../../../contracts/messages";
import { kindsTurnedOff, turnKindOff, turnKindOn } from "../../db/queries/message-preferences";
import { recordEvent } from "../audit/record-event";
import type { UserContext } from "../context";
import { transact } from "../transact";

/** Which of the optional e-mails the reader wants; what concerns the security of access has no choice. */
export async function showPreferences({ db, actor }: UserContext) {
  const off = await kindsTurnedOff(db, actor.userId);
  const wanted = (kind: OptionalMessageKind) => ({ kind, wanted: !off.includes(kind) });
  return { mailbox: actor.email, optional: optionalMessageKinds.map(wanted) };
}

/** Turns an optional kind of one's own e-mails off or on; notifications stay. On record where it changes something. */
export async function choosePreference(
  context: UserContext,
  { kind, wanted }: ChoosePreferenceInput,
): Promise<void> {
  const { userId } = context.actor;
  await transact(context, async (inside) => {
    const changed = await (wanted ? turnKindOn : turnKindOff)(inside.db, userId, kind);
    if (!changed) return;
    await recordEvent(inside, {
      action: "preferences.changed",
      subjectId: userId,
      details: { kind, wanted },
    });
  });
}
