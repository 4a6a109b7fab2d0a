import "server-only";
import { insertNotifications } from "../../db/queries/notifications";
import { activeHolders } from "../../db/queries/people";
import type { UserContext } from "../context";

/** Tells the others who manage the settings; who asked for an approved change learns of it as of any request. */
export async function tellSettingsChanged({ db, actor }: UserContext, askedBy?: string): Promise<void> {
  const others = await activeHolders(db, "api_settings.manage", actor.userId);
  const rows = others
    .filter((one) => one.id !== askedBy)
    .map(({ id }) => ({
      userId: id,
      kind: "settings_changed" as const,
      details: { byId: askedBy ?? actor.userId },
    }));
  await insertNotifications(db, rows);
}
