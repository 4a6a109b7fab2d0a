import { type ProgramSettingsValues, programSettingsSchema } from "@/contracts/program";
import { type GuardedSetting, guardedSettings } from "@/contracts/request-kinds";

/** The form's values, as they are typed. */
export type TypedSettings = Record<keyof ProgramSettingsValues, string>;
export type SettingFaults = Partial<Record<keyof ProgramSettingsValues, string>>;

export function typedSettings(settings: ProgramSettingsValues): TypedSettings {
  const numbers = Object.fromEntries(guardedSettings.map((one) => [one, String(settings[one])]));
  return { name: settings.name, timeZone: settings.timeZone, ...numbers } as TypedSettings;
}

const numberIn = (text: string) => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);
const isGuarded = (name: string): name is GuardedSetting =>
  (guardedSettings as readonly string[]).includes(name);

/** What differs from the settings as they stand, and what is wrong with it. */
export function readSettings(
  typed: TypedSettings,
  settings: ProgramSettingsValues,
): { changes: Partial<ProgramSettingsValues>; faults: SettingFaults } {
  const changes: Record<string, string | number> = {};
  const faults: SettingFaults = {};
  for (const name of Object.keys(typed) as Array<keyof ProgramSettingsValues>) {
    const given = isGuarded(name) ? numberIn(typed[name].replace(/^\s*\//, "")) : typed[name];
    const read = programSettingsSchema.shape[name].safeParse(given);
    if (!read.success) faults[name] = read.error.issues[0]?.message ?? "This value is not possible.";
    else if (read.data !== settings[name]) changes[name] = read.data;
  }
  return { changes, faults };
}
