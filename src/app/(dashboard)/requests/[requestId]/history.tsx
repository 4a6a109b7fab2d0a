import {
  Check,
  Eye,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Mail,
  ShieldCheck,
  TriangleAlert,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import type { HistoryItem } from "@/components/history-list";
import { Mono } from "@/components/mono";
import type { RequestDetail } from "./request-detail";

type Entry = RequestDetail["history"][number];

const events: Record<string, { icon: LucideIcon; text: string }> = {
  "token.generated": { icon: KeyRound, text: "Token generated" },
  "token.discarded": { icon: X, text: "Draft discarded" },
  "token.displayed": { icon: Eye, text: "Secret displayed" },
  "token.saved": { icon: KeyRound, text: "Secret saved" },
  "token.revoked": { icon: X, text: "Token revoked" },
  "network.revoked": { icon: X, text: "Approved IP revoked" },
  "request.submitted": { icon: ShieldCheck, text: "Submitted" },
  "request.opened": { icon: Eye, text: "Opened" },
  "request.approved": { icon: Check, text: "Approved" },
  "request.rejected": { icon: X, text: "Rejected" },
  "request.withdrawn": { icon: X, text: "Withdrawn" },
  "request.expired": { icon: Hourglass, text: "Request expired" },
  "request.voided": { icon: X, text: "Request voided" },
  "request.decision_refused": { icon: TriangleAlert, text: "Wrong approval code given" },
  "code.resent": { icon: Mail, text: "Approval code asked for again" },
  "code.renewed": { icon: Mail, text: "New approval code made" },
  "message.resent": { icon: Mail, text: "E-mail sent again" },
};

const mails: Record<string, string> = {
  sent: "Approval code sent to",
  queued: "Approval code on its way to",
  failed: "Approval code could not be sent to",
};

/** The records of the token with the fate of each approver's mail, newest first. */
export function historyOf(request: RequestDetail): HistoryItem[] {
  const records = request.history.map((entry, index) => ({
    id: `${request.history.length - index} ${entry.action}`,
    icon: iconOf(entry.action),
    text: textOf(entry),
    at: entry.at,
  }));
  const sent = request.asked.flatMap(({ approverId, name, mail, mailAt }) =>
    mail && mailAt
      ? [
          {
            id: approverId,
            icon: mail === "failed" ? <TriangleAlert className="text-expiring" /> : <Mail />,
            text: `${mails[mail]} ${approverId === request.myId ? "you" : name}`,
            at: mailAt,
          },
        ]
      : [],
  );
  return [...records, ...sent].sort((one, other) => other.at.getTime() - one.at.getTime());
}

function iconOf(action: string): ReactNode {
  const Icon = events[action]?.icon ?? ShieldCheck;
  return <Icon />;
}

function textOf({ action, actorName, byMe, clientIp }: Entry): ReactNode {
  const what = events[action]?.text ?? action;
  const who = byMe ? " by you" : actorName ? ` by ${actorName}` : "";
  return (
    <>
      {what}
      {who}
      {clientIp ? (
        <>
          , from <Mono>{clientIp}</Mono>
        </>
      ) : null}
    </>
  );
}
