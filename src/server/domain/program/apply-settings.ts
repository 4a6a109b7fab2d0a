import "server-only";
import { settingWords } from "../../../contracts/program";
import { type ChangeOf, type GuardedSetting, guardedSettings } from "../../../contracts/request-kinds";
import type { RequestRow } from "../../db/queries/access-requests";
import { lockProgramSettings, updateProgramSettings } from "../../db/queries/program";
import { recordEvent } from "../audit/record-event";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { tellSettingsChanged } from "./tell-settings-changed";

/** Brings approved settings into force. Guarantee: only where each still has the value it was signed with. Throws `conflict`. */
export async function applySettings(
  inside: PermittedContext<"access_requests.decide">,
  { before, after }: ChangeOf<"program_settings">,
  request: RequestRow["request"],
): Promise<void> {
  const now = await lockProgramSettings(inside.db);
  const moved = guardedSettings.filter((one: GuardedSetting) => one in before && now?.[one] !== before[one]);
  if (moved.length > 0) {
    const names = moved.map((one) => settingWords[one].label).join(", ");
    throw new DomainError("conflict", `Changed since this was asked for: ${names}. Reject the request.`);
  }
  await updateProgramSettings(inside.db, after);
  await recordEvent(inside, {
    action: "settings.changed",
    accessRequestId: request.id,
    details: { before, after, askedBy: request.requestedBy },
  });
  await tellSettingsChanged(inside, request.requestedBy);
}
