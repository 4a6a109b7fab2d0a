import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Card, CardHead, CardSection } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { spanWords } from "@/components/request/request-words";
import { type Permission, permissions, securityPermissions } from "@/contracts/permissions";
import { settingWords } from "@/contracts/program";
import { type ChangeOf, guardedSettings } from "@/contracts/request-kinds";
import { counted } from "@/contracts/words";
import type { ChangeAsked } from "./request-detail";

/** What is asked where it is for no token: who it concerns, and what they could do that they cannot now. */
export function ChangeCard({ change }: { change: ChangeAsked }) {
  switch (change.kind) {
    case "user_roles":
      return <RolesChange change={change} />;
    case "role_permissions":
      return <PermissionsChange change={change} />;
    case "user_email":
      return <EmailChange change={change} />;
    case "factor_reset":
      return <FactorReset change={change} />;
    case "break_glass":
      return <EmergencyChange change={change} />;
    case "program_settings":
      return <SettingsChange change={change} />;
  }
}

function RolesChange({ change: { userName, userEmail, add } }: { change: ChangeOf<"user_roles"> }) {
  return (
    <Frame title="Who gets what" note={`${userName}, ${userEmail}`}>
      {add.map((role) => (
        <CardSection key={role.id}>
          <h3 className="mb-2">{role.name}</h3>
          <PermissionList held={role.permissions} />
        </CardSection>
      ))}
    </Frame>
  );
}

function PermissionsChange({ change }: { change: ChangeOf<"role_permissions"> }) {
  const { role, add, holders, heldBy } = change;
  const before = role.permissions.filter((one) => !add.includes(one));
  return (
    <Frame title={`The role ${role.name}`} note={counted(holders, "holder")}>
      <CardSection>
        <h3 className="mb-2">Added</h3>
        <PermissionList held={add} />
      </CardSection>
      <CardSection>
        <h3 className="mb-2">Already part of it</h3>
        <PermissionList held={before} />
      </CardSection>
      <CardSection>
        <h3 className="mb-2">Who holds it</h3>
        <p className="text-13 wrap-anywhere">
          {heldBy.length > 0 ? heldBy.map(({ name }) => name).join(", ") : "Nobody yet."}
        </p>
      </CardSection>
    </Frame>
  );
}

function FactorReset({ change: { userName, userEmail, factors } }: { change: ChangeOf<"factor_reset"> }) {
  return (
    <Frame title="Whose second factors" note={userName}>
      <CardSection>
        <KeyValue
          items={[
            { name: "Account", value: userEmail },
            { name: "Removed", value: `${counted(factors, "second factor")} and every recovery code` },
            {
              name: "Afterwards",
              value: "Their password alone lets them set up a new one. Make sure that it is they who ask.",
            },
          ]}
        />
      </CardSection>
    </Frame>
  );
}

function EmergencyChange({ change }: { change: ChangeOf<"break_glass"> }) {
  const { userName, userEmail, address, minutes } = change;
  return (
    <Frame title="Emergency access" note={userName}>
      <CardSection>
        <KeyValue
          items={[
            { name: "Account", value: userEmail },
            { name: "From", value: <Mono>{address}</Mono> },
            { name: "For", value: `${spanWords(minutes * 60)} from the approval on` },
            {
              name: "Opens",
              value:
                "The pages that show customers, at this one address, for this person alone. Each read is marked in the audit log.",
            },
            {
              name: "Afterwards",
              value: "A review stays open until a third person who decides about access has closed it.",
            },
          ]}
        />
      </CardSection>
    </Frame>
  );
}

function EmailChange({ change: { userName, from, to } }: { change: ChangeOf<"user_email"> }) {
  return (
    <Frame title="Whose mailbox" note={userName}>
      <CardSection>
        <KeyValue
          items={[
            { name: "Now", value: from },
            { name: "Asked for", value: <strong className="font-medium">{to}</strong> },
          ]}
        />
        <p className="mt-3 text-13 text-text-2">
          Approval codes, links and notices for {userName} go to the new mailbox from then on. All their
          sessions end, and codes that were sent stop working.
        </p>
      </CardSection>
    </Frame>
  );
}

interface SettingRow {
  name: string;
  before: string;
  after: string;
}

const settingColumns: Column<SettingRow>[] = [
  { key: "name", heading: "Setting", narrow: "title", cell: ({ name }) => name },
  { key: "before", heading: "Now", narrow: "labelled", cell: ({ before }) => before },
  {
    key: "after",
    heading: "Asked for",
    narrow: "labelled",
    cell: ({ after }) => <span className="font-medium text-expiring">{after}</span>,
  },
];

function SettingsChange({ change: { before, after } }: { change: ChangeOf<"program_settings"> }) {
  const rows = guardedSettings.flatMap((one): SettingRow[] => {
    const { label, value } = settingWords[one];
    const [was, will] = [before[one], after[one]];
    return was === undefined || will === undefined
      ? []
      : [{ name: label, before: value(was), after: value(will) }];
  });
  return (
    <Frame title="What changes" note="For the whole program">
      <DataTable label="What changes" columns={settingColumns} rows={rows} rowKey={({ name }) => name} />
    </Frame>
  );
}

function Frame({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <Card label={title}>
      <CardHead title={title} note={note} />
      {children}
    </Card>
  );
}

/** Permissions in words; those that decide about other people's access stand out. */
function PermissionList({ held }: { held: readonly Permission[] }) {
  if (held.length === 0) return <p className="text-13 text-text-3">Nothing.</p>;
  return (
    <ul className="grid gap-1.5 text-13">
      {held.map((one) => (
        <li key={one} className="flex items-start gap-1.5">
          {securityPermissions.includes(one) ? (
            <TriangleAlert
              role="img"
              aria-label="Decides about other people’s access:"
              className="mt-[3px] size-3.5 flex-none text-expiring"
            />
          ) : (
            <span
              aria-hidden="true"
              className="mt-2 ml-[5px] mr-[5px] size-1 flex-none rounded-full bg-text-3"
            />
          )}
          <span>
            {permissions[one].label} <span className="text-text-3">· {permissions[one].group}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
