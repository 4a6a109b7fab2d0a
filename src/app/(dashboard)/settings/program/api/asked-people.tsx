"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { cx } from "@/components/cx";
import { timeLeft } from "@/components/format-time";
import { RelativeTime } from "@/components/relative-time";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../../refusal";
import type { TokenDetail } from "./token-steps";

type Asked = NonNullable<TokenDetail["lastRequest"]>["asked"][number];

const mailWords = { queued: "e-mail on its way", sent: "e-mailed", failed: "e-mail failed" } as const;

/** Who was asked to decide the open request, how long it lasts, and the way back for who asked. */
export function AskedPeople({ detail }: { detail: TokenDetail }) {
  const { lastRequest, token } = detail;
  if (!lastRequest) return null;
  return (
    <div className="grid content-start gap-3 text-13">
      <ul className="grid gap-1.5">
        {lastRequest.asked.map((person) => (
          <AskedPerson key={person.approverId} person={person} />
        ))}
      </ul>
      <p className="text-text-3" suppressHydrationWarning>
        {`The request lapses in ${timeLeft(lastRequest.expiresAt)}. `}
        This page changes by itself once somebody decides.
      </p>
      {lastRequest.mine ? <WithdrawButton requestId={lastRequest.id} reference={token.reference} /> : null}
    </div>
  );
}

/** A mail that the provider would not take shows as failed, and goes again by hand. */
function AskedPerson({ person }: { person: Asked }) {
  const utils = trpc.useUtils();
  const resend = trpc.messages.resend.useMutation();
  const { messageId } = person;
  const send = async (id: string) => {
    const refused = await refusalOf(() => resend.mutateAsync({ messageId: id }));
    if (refused) notify.failed(refused);
    else notify.done(`The e-mail to ${person.name} is on its way again`);
    await utils.securityTokens.get.invalidate();
  };
  return (
    <li className="flex items-center justify-between gap-2">
      {person.name}
      <span className={cx("whitespace-nowrap", person.mail === "failed" ? "text-refused" : "text-text-3")}>
        {person.mail ? mailWords[person.mail] : "not e-mailed"}{" "}
        {person.mailAt ? <RelativeTime at={person.mailAt} /> : null}
      </span>
      {person.mail === "failed" && messageId ? (
        <Button size="sm" pending={resend.isPending} onPress={() => void send(messageId)}>
          Send again
        </Button>
      ) : null}
    </li>
  );
}

function WithdrawButton({ requestId, reference }: { requestId: string; reference: string }) {
  const [open, setOpen] = useState(false);
  const utils = trpc.useUtils();
  const withdraw = trpc.accessRequests.withdraw.useMutation();
  const confirm = async () => {
    const refused = await refusalOf(() => withdraw.mutateAsync({ requestId }));
    if (refused) return refused;
    notify.done(`The request for ${reference} was withdrawn`);
    await Promise.all([utils.securityTokens.invalidate(), utils.shell.status.invalidate()]);
    return null;
  };
  return (
    <div>
      <Button variant="danger" onPress={() => setOpen(true)}>
        Withdraw
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Withdraw the request for ${reference}?`}
        confirmLabel="Withdraw request"
        onConfirm={confirm}
      >
        The approval codes stop working at once. You can change what is asked and submit anew.
      </ConfirmDialog>
    </div>
  );
}
