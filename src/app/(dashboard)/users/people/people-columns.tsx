import { Ban, KeyRound, LogOut, Mail, MailX, UserCheck, UserCog } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ActionMenu } from "@/components/action-menu";
import { Avatar } from "@/components/avatar";
import { Button } from "@/components/button";
import { CellLines } from "@/components/cell-lines";
import type { Column } from "@/components/data-table";
import { exactTime, relativeTime } from "@/components/format-time";
import { RelativeTime } from "@/components/relative-time";
import { StateChip } from "@/components/state-chip";
import type { Person, PersonChange } from "./person";

interface PeopleColumnsProps {
  myId: string;
  mayManage: boolean;
  onChange: (change: PersonChange) => void;
}

export function peopleColumns({ myId, mayManage, onChange }: PeopleColumnsProps): Column<Person>[] {
  return [
    {
      key: "name",
      heading: "Name",
      narrow: "title",
      cell: (user) => (
        <span className="flex items-center gap-2.5">
          <Avatar name={user.name} />
          <CellLines detail={<PersonEmail user={user} />}>
            <span className="font-medium">{user.name}</span>
            {user.id === myId ? <span className="text-text-3"> (you)</span> : null}
          </CellLines>
        </span>
      ),
    },
    {
      key: "roles",
      heading: "Roles",
      narrow: "labelled",
      cell: (user) => <PersonRoles user={user} />,
    },
    {
      key: "seen",
      heading: "Last seen",
      narrow: "labelled",
      cell: (user) => (user.lastSeenAt ? <RelativeTime at={user.lastSeenAt} /> : "—"),
    },
    { key: "state", heading: "State", narrow: "corner", cell: (user) => <PersonState user={user} /> },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      cell: (user) =>
        mayManage ? (
          <span className="flex items-center justify-end gap-1.5">
            {user.status === "invited" ? (
              <Button size="sm" onPress={() => onChange({ kind: "resend", person: user })}>
                Send again
              </Button>
            ) : null}
            <ActionMenu label={`Actions of ${user.name}`} actions={actionsOf(user, myId, onChange)} />
          </span>
        ) : null,
    },
  ];
}

function PersonRoles({ user: { roles, waiting } }: { user: Person }) {
  const held = roles.map((role) => role.name).join(", ");
  return (
    <CellLines
      detail={
        waiting ? (
          <WaitingLink requestId={waiting.requestId}>
            {waiting.roles.map((role) => role.name).join(", ")}: waiting for approval
          </WaitingLink>
        ) : undefined
      }
    >
      {held || <span className="text-text-3">none</span>}
    </CellLines>
  );
}

function PersonEmail({ user: { email, emailChange } }: { user: Person }) {
  if (!emailChange) return email;
  const { to, requestId, endsAt } = emailChange;
  return (
    <>
      {email}
      <span className="block">
        {requestId ? (
          <WaitingLink requestId={requestId}>To {to}: waiting for approval</WaitingLink>
        ) : (
          <span title={`Until ${exactTime(endsAt)}`}>To {to}: waiting to be confirmed</span>
        )}
      </span>
    </>
  );
}

function WaitingLink({ requestId, children }: { requestId: string; children: ReactNode }) {
  return (
    <Link href={`/requests/${requestId}`} className="link">
      {children}
    </Link>
  );
}

function PersonState({ user: { status, invitation } }: { user: Person }) {
  if (status === "active") return <StateChip state="live">Active</StateChip>;
  if (status === "disabled") return <StateChip state="ended">Disabled</StateChip>;
  if (!invitation) return <StateChip state="expiring">Not invited</StateChip>;
  const { open, sentAt, endsAt } = invitation;
  return (
    <CellLines
      detail={
        <span title={`Sent ${exactTime(sentAt)}, works until ${exactTime(endsAt)}`}>
          Sent {relativeTime(sentAt)}, {open ? `lapses ${relativeTime(endsAt)}` : "does not work any more"}
        </span>
      }
    >
      {open ? (
        <StateChip state="pending">Invited</StateChip>
      ) : (
        <StateChip state="expiring">Invitation expired</StateChip>
      )}
    </CellLines>
  );
}

function actionsOf(person: Person, myId: string, onChange: (change: PersonChange) => void) {
  const act = (kind: PersonChange["kind"]) => () => onChange({ kind, person });
  return [
    { key: "roles", label: "Change roles", icon: <UserCog />, onAction: act("roles") },
    ...(person.status !== "disabled" && person.id !== myId && !person.emailChange?.requestId
      ? [{ key: "email", label: "Change address", icon: <Mail />, onAction: act("email") }]
      : []),
    ...(person.emailChange
      ? [
          {
            key: "cancelEmail",
            label: "Cancel change of address",
            icon: <MailX />,
            onAction: act("cancelEmail"),
          },
        ]
      : []),
    ...(person.status === "active" && person.id !== myId
      ? [
          {
            key: "resetFactors",
            label: "Reset second factors",
            icon: <KeyRound />,
            onAction: act("resetFactors"),
          },
          {
            key: "endSessions",
            label: "Sign out everywhere",
            icon: <LogOut />,
            onAction: act("endSessions"),
          },
        ]
      : []),
    ...(person.status === "disabled"
      ? [{ key: "enable", label: "Enable", icon: <UserCheck />, onAction: act("enable") }]
      : []),
    ...(person.status !== "disabled" && person.id !== myId
      ? [{ key: "disable", label: "Disable", icon: <Ban />, danger: true, onAction: act("disable") }]
      : []),
  ];
}
