"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { Button } from "@/components/button";
import { Card, CardFoot, CardSection } from "@/components/card";
import { RelativeTime } from "@/components/relative-time";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import type { RequestDetail } from "./request-detail";

type Asked = RequestDetail["asked"][number];

/** Who was asked to decide and when, who was reminded, and whose mail failed. */
export function AskedCard({ request }: { request: RequestDetail }) {
  const { asked, myId, escalatedAt } = request;
  return (
    <Card label="Asked to decide">
      <CardSection>
        <h3 className="mb-2.5">Asked to decide</h3>
        {asked.length === 0 ? (
          <p className="text-13 text-text-3">Nobody was asked.</p>
        ) : (
          <ul className="stack-3">
            {asked.map((person) => (
              <AskedPerson key={person.approverId} person={person} me={person.approverId === myId} />
            ))}
          </ul>
        )}
      </CardSection>
      <CardFoot className="text-12">
        {escalatedAt ? (
          <span className="flex items-start gap-1.5">
            <TriangleAlert className="mt-0.5 size-3.5 flex-none text-expiring" />
            <span>
              Nobody had answered <RelativeTime at={escalatedAt} />: who asked and the Administrators were
              told.
            </span>
          </span>
        ) : (
          "The first decision counts."
        )}
      </CardFoot>
    </Card>
  );
}

function AskedPerson({ person, me }: { person: Asked; me: boolean }) {
  const { name, mailbox, mail, mailAt, askedAt, reminders, remindedAt, messageId } = person;
  const failed = mail === "failed";
  return (
    <li className="grid gap-0.5 text-13">
      <span className="flex items-baseline justify-between gap-2">
        <span className="min-w-0 truncate font-medium" title={mailbox}>
          {me ? "You" : name}
        </span>
        {failed && messageId ? <SendAgain messageId={messageId} name={name} /> : null}
      </span>
      <Line>
        Asked <RelativeTime at={askedAt} />
        {mail === "queued" ? (
          <>
            , <span className="whitespace-nowrap">e-mail on its way</span>
          </>
        ) : null}
      </Line>
      {reminders > 0 && remindedAt ? (
        <Line>
          Reminded {reminders === 1 ? "once" : `${reminders} times`}, last <RelativeTime at={remindedAt} />
        </Line>
      ) : null}
      {failed ? (
        <span className="flex items-center gap-1 text-12 text-refused">
          <TriangleAlert className="size-3.5 flex-none" />
          <span>
            <span className="whitespace-nowrap">E-mail failed</span>{" "}
            {mailAt ? <RelativeTime at={mailAt} /> : null}
          </span>
        </span>
      ) : null}
    </li>
  );
}

const Line = ({ children }: { children: ReactNode }) => (
  <span className="text-12 text-text-3">{children}</span>
);

function SendAgain({ messageId, name }: { messageId: string; name: string }) {
  const utils = trpc.useUtils();
  const resend = trpc.messages.resend.useMutation();
  const send = async () => {
    const refused = await refusalOf(() => resend.mutateAsync({ messageId }));
    if (refused) notify.failed(refused);
    else notify.done(`The e-mail to ${name} is on its way again.`);
    await utils.accessRequests.invalidate();
  };
  return (
    <Button size="sm" pending={resend.isPending} onPress={() => void send()}>
      Send again
    </Button>
  );
}
