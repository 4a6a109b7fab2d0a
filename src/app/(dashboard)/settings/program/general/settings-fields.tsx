"use client";

import { CardSection } from "@/components/card";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import { settingWords } from "@/contracts/program";
import type { GuardedSetting } from "@/contracts/request-kinds";
import { longestReviewDays, shortestReviewDays } from "@/contracts/review";
import type { SettingFaults, TypedSettings } from "./setting-values";

interface SettingsFieldsProps {
  typed: TypedSettings;
  onChange: (typed: TypedSettings) => void;
  faults: SettingFaults;
  weaker: readonly GuardedSetting[];
}

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const zoneOptions = zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));

const hints: Record<GuardedSetting, string> = {
  widestIpv4: "The shortest prefix that a request may name; /24 covers 256 addresses.",
  widestIpv6: "The shortest prefix that a request may name; /120 covers 256 addresses.",
  defaultRatePerMinute: "What a new token starts from.",
  defaultDailyLimit: "What a new token starts from.",
  defaultDistinctCeiling: "What a new token starts from; a token that reads more is suspended.",
  requestDays: "Days until an undecided request expires.",
  tokenDays: "Days that a new token starts from.",
  secondFactorForAll: "Whoever owes one and has none sets it up at the next click.",
  reviewDays: `Days, ${shortestReviewDays} to ${longestReviewDays}. Security Admins then keep or drop every token and address.`,
};

/** Settings that are chosen, with what stands for each choice. */
const choices: Partial<Record<GuardedSetting, readonly number[]>> = { secondFactorForAll: [0, 1] };
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

const groups: ReadonlyArray<{ title: string; settings: readonly GuardedSetting[] }> = [
  { title: "Approved addresses", settings: ["widestIpv4", "widestIpv6"] },
  {
    title: "Limits of a new token",
    settings: ["defaultRatePerMinute", "defaultDailyLimit", "defaultDistinctCeiling"],
  },
  { title: "Signing in", settings: ["secondFactorForAll"] },
  { title: "How long", settings: ["requestDays", "tokenDays", "reviewDays"] },
];

/** The settings in groups; a value that becomes weaker says so under its field. */
export function SettingsFields({ typed, onChange, faults, weaker }: SettingsFieldsProps) {
  const set = (name: keyof TypedSettings) => (value: string) => onChange({ ...typed, [name]: value });
  return (
    <>
      <CardSection className="grid gap-4 desk:grid-cols-2">
        <TextField label="Program name" value={typed.name} onChange={set("name")} error={faults.name} />
        <SelectField
          label="Time zone"
          hint="Times in e-mail are written in it."
          options={zoneOptions}
          value={typed.timeZone}
          onChange={(zone) => set("timeZone")(zone ?? typed.timeZone)}
          error={faults.timeZone}
        />
      </CardSection>
      {groups.map(({ title, settings }) => (
        <CardSection key={title}>
          <h3 className="mb-3">{title}</h3>
          <div className="grid gap-4 desk:grid-cols-2">
            {settings.map((one) => {
              const { label, value } = settingWords[one];
              const field = {
                label,
                hint: weaker.includes(one)
                  ? "Weaker than now: a Security Admin has to approve it."
                  : hints[one],
                value: typed[one],
                onChange: set(one),
                error: faults[one],
              };
              const options = choices[one]?.map((choice) => ({
                value: String(choice),
                label: capital(value(choice)),
              }));
              return options ? (
                <SelectField key={one} {...field} options={options} />
              ) : (
                <TextField key={one} {...field} inputMode="numeric" mono />
              );
            })}
          </div>
        </CardSection>
      ))}
    </>
  );
}
