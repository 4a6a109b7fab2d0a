import { Card, CardHead, CardSection } from "@/components/card";
import { KeyValue } from "@/components/key-value";
import { type ProgramSettingsValues, settingWords } from "@/contracts/program";
import { guardedSettings } from "@/contracts/request-kinds";

/** The settings, for who may see and not change them. */
export function SettingsRead({ settings }: { settings: ProgramSettingsValues }) {
  return (
    <Card label="General">
      <CardHead title="General" note="Who manages API Settings changes these." />
      <CardSection>
        <KeyValue
          nameWidth={200}
          items={[
            { name: "Program", value: settings.name },
            { name: "Time zone", value: settings.timeZone.replaceAll("_", " ") },
            ...guardedSettings.map((one) => ({
              name: settingWords[one].label,
              value: settingWords[one].value(settings[one]),
            })),
          ]}
        />
      </CardSection>
    </Card>
  );
}
