"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { FieldMessage } from "@/components/field-message";
import { IconButton } from "@/components/icon-button";
import { TextArea } from "@/components/text-area";
import { TextField } from "@/components/text-field";
import { notify } from "@/components/toast";
import { longestTokenName, longestTokenNotes, renameTokenInput } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../../../refusal";
import { SideSection } from "../signed-summary";
import type { TokenDetail } from "../token-steps";

type Token = TokenDetail["token"];

/** The token's name and notes, which nobody signs, beside the purpose that was signed. */
export function TokenWords({ token }: { token: Token }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <EditWords token={token} onDone={() => setEditing(false)} />;
  return (
    <SideSection>
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="wrap-anywhere">{token.name ?? token.purpose}</h3>
          <p className="text-12 text-text-3 wrap-anywhere">
            {token.name ? `Signed as “${token.purpose}”` : "Its name is the purpose that was signed"}
          </p>
        </div>
        <IconButton label="Change name and notes" size="sm" onPress={() => setEditing(true)}>
          <Pencil />
        </IconButton>
      </div>
      <p className="text-13 text-text-2 whitespace-pre-wrap wrap-anywhere">
        {token.notes || <span className="text-text-3">No notes</span>}
      </p>
    </SideSection>
  );
}

function EditWords({ token, onDone }: { token: Token; onDone: () => void }) {
  const utils = trpc.useUtils();
  const rename = trpc.securityTokens.rename.useMutation();
  // Of when editing began: what somebody else writes meanwhile is never overwritten unseen.
  const [before] = useState(token.notes);
  const [name, setName] = useState(token.name ?? "");
  const [notes, setNotes] = useState(token.notes);
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = async () => {
    const read = renameTokenInput.safeParse({ tokenId: token.id, name, notes, notesBefore: before });
    if (!read.success) return setRefusal(read.error.issues[0]?.message ?? "That cannot be kept.");
    const refused = await refusalOf(() => rename.mutateAsync(read.data));
    setRefusal(refused);
    if (refused) return;
    await utils.securityTokens.invalidate();
    notify.done(`${token.reference} was renamed`);
    onDone();
  };
  return (
    <SideSection title="Name and notes">
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        placeholder={token.purpose}
        maxLength={longestTokenName}
        hint={`Signed as “${token.purpose}”, which stays`}
        autoFocus
      />
      <TextArea
        label="Notes"
        value={notes}
        onChange={setNotes}
        rows={4}
        maxLength={longestTokenNotes}
        hint="For whoever looks after it. Every Security Manager reads and changes them."
      />
      {refusal ? <FieldMessage live>{refusal}</FieldMessage> : null}
      <div className="flex gap-2">
        <Button variant="primary" onPress={save} pending={rename.isPending}>
          Save
        </Button>
        <Button variant="quiet" onPress={onDone}>
          Cancel
        </Button>
      </div>
    </SideSection>
  );
}
