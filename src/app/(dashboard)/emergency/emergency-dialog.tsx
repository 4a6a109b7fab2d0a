"use client";

import { Siren } from "lucide-react";
import { useRef, useState } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { FieldMessage } from "@/components/field-message";
import { Mono } from "@/components/mono";
import { SelectField } from "@/components/select-field";
import { TextArea } from "@/components/text-area";
import { notify } from "@/components/toast";
import {
  emergencyMinutes,
  longestEmergencyReason,
  shortestEmergencyReason,
} from "@/contracts/emergency-access";
import { trpc } from "@/trpc/client";

const lives = [
  { value: String(emergencyMinutes.shortest), label: "15 minutes" },
  { value: "30", label: "30 minutes" },
  { value: String(emergencyMinutes.usual), label: "1 hour" },
  { value: "120", label: "2 hours" },
  { value: String(emergencyMinutes.longest), label: "4 hours" },
];

/** The one button; what it asks for stands in the dialog. */
export function EmergencyButton({ disabled }: { disabled?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Siren />} disabled={disabled} onPress={() => setOpen(true)}>
        Ask for an emergency access…
      </Button>
      {open ? <EmergencyDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function EmergencyDialog({ onClose }: { onClose: () => void }) {
  const { data } = trpc.emergencyAccess.mine.useQuery();
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState(String(emergencyMinutes.usual));
  const [short, setShort] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const ask = trpc.emergencyAccess.ask.useMutation();
  const utils = trpc.useUtils();
  const send = async () => {
    if (ask.isPending) return;
    if (reason.trim().length < shortestEmergencyReason) {
      setShort(true);
      field.current?.focus();
      return;
    }
    const error = await refusalOf(() => ask.mutateAsync({ reason, minutes: Number(minutes) }));
    await Promise.all([utils.emergencyAccess.invalidate(), utils.accessRequests.invalidate()]);
    if (error) return setRefused(error);
    notify.done("Your emergency access is asked for.", {
      detail: "Whoever decides about access has a code in their mailbox.",
    });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
      title="Ask for an emergency access"
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" pending={ask.isPending} onPress={() => void send()}>
            Ask now
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-13 text-text-2">
          Opens the pages that show customers from <Mono>{data?.address ?? "your address"}</Mono>, for you
          alone, once one other person approves it{asWords(data?.approvers ?? [])}. Each read is marked, and a
          third person reviews it afterwards.
        </p>
        <TextArea
          ref={field}
          label="Why it cannot wait"
          hint={short ? whoReads : `At least ${shortestEmergencyReason} characters. ${whoReads}`}
          placeholder="What happened, and what you have to do"
          value={reason}
          onChange={(next) => {
            setReason(next);
            setShort(false);
          }}
          error={short ? `Say it in at least ${shortestEmergencyReason} characters.` : null}
          rows={3}
          maxLength={longestEmergencyReason}
        />
        <SelectField label="For how long" options={lives} value={minutes} onChange={setMinutes} />
        {refused ? <FieldMessage live>{refused}</FieldMessage> : null}
      </div>
    </Dialog>
  );
}

const whoReads = "Whoever approves and reviews reads it.";
const list = new Intl.ListFormat("en-GB", { type: "disjunction" });
const asWords = (names: readonly string[]) =>
  names.length === 0 ? "" : `: ${names.length > 4 ? `any of ${names.length} people` : list.format(names)}`;
