"use client";

import { Mail } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { FieldMessage } from "@/components/field-message";
import { RelativeTime } from "@/components/relative-time";
import { TextArea } from "@/components/text-area";
import { longestAskNote } from "@/contracts/address-ask";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { refusalOf } from "./refusal";

type Standing = RouterOutputs["addressAsks"]["mine"];
type Ask = NonNullable<Standing["ask"]>;

/** Asks the Security Managers to have one's own address approved, or says how the ask stands. */
export function AskForAddress({ standing }: { standing: Standing }) {
  const { ask, managers, managesTokens } = standing;
  const waits = ask?.state === "open" || ask?.state === "in_approval";
  return (
    <div className="grid w-full justify-items-start gap-2" aria-live="polite">
      {ask ? <AskOutcome ask={ask} managers={managers} /> : null}
      {managesTokens && !waits ? (
        <Button variant="primary" href="/settings/program/api?token=new">
          Add it to a token
        </Button>
      ) : null}
      {waits ? null : <AskForm managers={managers} primary={!managesTokens} again={ask !== null} />}
    </div>
  );
}

const asked = (managers: readonly string[]) =>
  managers.length === 1 ? managers[0] : "The Security Managers";

function AskOutcome({ ask, managers }: { ask: Ask; managers: readonly string[] }) {
  const { state, at, answeredByName, note } = ask;
  const words = note ? `“${note}”` : null;
  switch (state) {
    case "open":
      return (
        <Alert tone="pending" title={`${asked(managers)} ${managers.length === 1 ? "was" : "were"} asked`}>
          Asked <RelativeTime at={at} />. You need not ask again.
        </Alert>
      );
    case "in_approval":
      return (
        <Alert tone="pending" title="Your address is in approval">
          {answeredByName ? `${answeredByName} asked for it. ` : ""}A Security Admin decides now.
        </Alert>
      );
    case "rejected":
      return (
        <Alert tone="refused" title="A Security Admin rejected it">
          {words}
        </Alert>
      );
    case "dismissed":
      return (
        <Alert tone="neutral" title={`${answeredByName ?? "A Security Manager"} did not take it up`}>
          {words}
        </Alert>
      );
    case "ended":
      return <Alert tone="neutral" title="The request for it was not decided. You can ask again." />;
    default:
      return <Alert tone="neutral" title="It was approved once, and that has ended. You can ask again." />;
  }
}

interface AskFormProps {
  managers: readonly string[];
  primary: boolean;
  again: boolean;
}

function AskForm({ managers, primary, again }: AskFormProps) {
  const [note, setNote] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const ask = trpc.addressAsks.ask.useMutation();
  const utils = trpc.useUtils();
  if (managers.length === 0) {
    return primary ? (
      <p>Nobody asks for addresses in your program yet: an Administrator makes somebody Security Manager.</p>
    ) : null;
  }
  const send = async () => {
    if (ask.isPending) return;
    setError(await refusalOf(() => ask.mutateAsync({ note: note ?? "" })));
    await utils.addressAsks.mine.invalidate();
  };
  const whom = managers.length === 1 ? managers[0] : "the Security Managers";
  return (
    <>
      {note === null ? null : (
        <TextArea
          label="Note"
          aside="optional"
          placeholder="Where you are, and for how long"
          value={note}
          onChange={setNote}
          maxLength={longestAskNote}
        />
      )}
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          variant={primary ? "primary" : "secondary"}
          icon={<Mail />}
          pending={ask.isPending}
          onPress={() => void send()}
        >
          {`Ask ${whom}${again ? " again" : ""}`}
        </Button>
        {note === null ? (
          <button type="button" className="link" onClick={() => setNote("")}>
            Add a note
          </button>
        ) : null}
      </span>
      {error ? <FieldMessage live>{error}</FieldMessage> : null}
    </>
  );
}
