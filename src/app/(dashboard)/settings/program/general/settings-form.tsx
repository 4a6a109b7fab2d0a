"use client";

import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardFoot, CardHead, CardSection } from "@/components/card";
import { FieldMessage } from "@/components/field-message";
import { leadToFirstFault } from "@/components/first-fault";
import { TextArea } from "@/components/text-area";
import { notify } from "@/components/toast";
import { longestReason } from "@/contracts/access-request";
import { type ProgramSettingsValues, settingWords, weakenedBy } from "@/contracts/program";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../../refusal";
import { missingReason } from "../../../users/approval-reason";
import { readSettings, type SettingFaults, typedSettings } from "./setting-values";
import { SettingsFields } from "./settings-fields";

interface SettingsFormProps {
  settings: ProgramSettingsValues;
  /** A request for weaker settings is open. */
  waiting: boolean;
}

/** Changes Program Settings; says before saving which values a Security Admin has to approve. */
export function SettingsForm({ settings, waiting }: SettingsFormProps) {
  const utils = trpc.useUtils();
  const change = trpc.program.change.useMutation();
  const [typed, setTyped] = useState(() => typedSettings(settings));
  const [reason, setReason] = useState("");
  const [faults, setFaults] = useState<SettingFaults>({});
  const [unreasoned, setUnreasoned] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [same, setSame] = useState(false);
  const read = readSettings(typed, settings);
  const weaker = weakenedBy(settings, read.changes);
  const save = async (form: HTMLFormElement) => {
    const missing = weaker.length > 0 && reason.trim() === "";
    const faulty = Object.keys(read.faults).length > 0;
    setFaults(read.faults);
    setUnreasoned(missing);
    setRefusal(null);
    setSame(!faulty && Object.keys(read.changes).length === 0);
    if (missing || faulty) return leadToFirstFault(form);
    if (Object.keys(read.changes).length === 0) return;
    const refused = await refusalOf(async () => {
      const why = reason.trim() || undefined;
      const { applied, waiting: sent } = await change.mutateAsync({ changes: read.changes, reason: why });
      const asked = sent
        ? `${new Intl.ListFormat("en").format(sent.asked)} will decide about the weaker ones.`
        : "";
      notify.done(applied.length > 0 ? "The settings hold from now on" : "The request was sent", {
        detail: asked || undefined,
      });
    });
    setRefusal(refused);
    if (refused) return;
    setTyped(typedSettings(settings));
    setReason("");
    await utils.program.invalidate();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget);
      }}
    >
      <Card label="General">
        <CardHead
          title="General"
          note="What is stricter holds at once; what is weaker, a Security Admin approves."
        />
        <SettingsFields
          typed={typed}
          onChange={(next) => {
            setTyped(next);
            setSame(false);
          }}
          faults={faults}
          weaker={weaker}
        />
        {weaker.length > 0 ? (
          <CardSection className="stack-4">
            <Alert tone="expiring" title="A Security Admin has to approve what becomes weaker.">
              <ul>
                {weaker.map((one) => (
                  <li key={one}>
                    {settingWords[one].label}: {settingWords[one].value(settings[one])} →{" "}
                    {settingWords[one].value(read.changes[one] ?? settings[one])}
                  </li>
                ))}
              </ul>
              {waiting ? (
                <p className="mt-1">A request is open already: it has to be decided or withdrawn first.</p>
              ) : null}
            </Alert>
            <TextArea
              label="Reason"
              hint="The Security Admin reads it, and it is part of what they sign."
              value={reason}
              onChange={(next) => {
                setReason(next);
                setUnreasoned(false);
              }}
              error={unreasoned ? missingReason : null}
              maxLength={longestReason}
            />
          </CardSection>
        ) : null}
        <CardFoot>
          {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
          <p role="status" className="text-text-2">
            {same ? "Nothing is different from what holds now, so there is nothing to save." : null}
          </p>
          <Button variant="primary" type="submit" pending={change.isPending}>
            {weaker.length > 0 ? "Save and ask for approval" : "Save settings"}
          </Button>
        </CardFoot>
      </Card>
    </form>
  );
}
