import "server-only";
import type { ProgramSettingsValues } from "../../../contracts/program";
import { findOpenSettingsRequest } from "../../db/queries/program";
import type { PermittedContext } from "../context";
import { programSettings } from "./program-settings";

/** Program Settings › General: the values that hold, and those that wait for a Security Admin. */
export async function showProgram(context: PermittedContext<"program_settings.view">) {
  const program = await programSettings(context);
  const { name, timeZone, widestIpv4, widestIpv6, defaultRatePerMinute, defaultDailyLimit } = program;
  const { defaultDistinctCeiling, requestDays, tokenDays, reviewDays, secondFactorForAll } = program;
  const settings: ProgramSettingsValues = {
    name,
    timeZone,
    widestIpv4,
    widestIpv6,
    defaultRatePerMinute,
    defaultDailyLimit,
    defaultDistinctCeiling,
    requestDays,
    tokenDays,
    reviewDays,
    secondFactorForAll,
  };
  return {
    settings,
    waiting: await findOpenSettingsRequest(context.db),
    mayChange: context.actor.permissions.has("api_settings.manage"),
  };
}
