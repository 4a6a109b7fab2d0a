import { Ban, MailCheck, UserCheck, UserCog } from "lucide-react";
import { ActionMenu } from "@/components/action-menu";
import { Avatar } from "@/components/avatar";
import { CellLines } from "@/components/cell-lines";
import type { Column } from "@/components/data-table";
import { shortDate } from "@/components/format-time";
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
          <CellLines detail={user.email}>
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
      cell: (user) =>
        user.roles.length > 0 ? (
          user.roles.map((role) => role.name).join(", ")
        ) : (
          <span className="text-text-3">none</span>
        ),
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
          <ActionMenu label={`Actions of ${user.name}`} actions={actionsOf(user, myId, onChange)} />
        ) : null,
    },
  ];
}

function PersonState({ user }: { user: Person }) {
  if (user.status === "active") return <StateChip state="live">Active</StateChip>;
  if (user.status === "disabled") return <StateChip state="ended">Disabled</StateChip>;
  if (!user.invitationEndsAt) return <StateChip state="expiring">Invitation expired</StateChip>;
  return (
    <span title={`The link works until ${shortDate(user.invitationEndsAt)}`}>
      <StateChip state="pending">Invited</StateChip>
    </span>
  );
}

function actionsOf(person: Person, myId: string, onChange: (change: PersonChange) => void) {
  const act = (kind: PersonChange["kind"]) => () => onChange({ kind, person });
  return [
    { key: "roles", label: "Change roles", icon: <UserCog />, onAction: act("roles") },
    ...(person.status === "invited"
      ? [{ key: "resend", label: "Send invitation again", icon: <MailCheck />, onAction: act("resend") }]
      : []),
    ...(person.status === "disabled"
      ? [{ key: "enable", label: "Enable", icon: <UserCheck />, onAction: act("enable") }]
      : []),
    ...(person.status !== "disabled" && person.id !== myId
      ? [{ key: "disable", label: "Disable", icon: <Ban />, danger: true, onAction: act("disable") }]
      : []),
  ];
}
