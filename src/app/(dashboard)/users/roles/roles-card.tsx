"use client";

import { Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ActionMenu } from "@/components/action-menu";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { CellLines } from "@/components/cell-lines";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { cx } from "@/components/cx";
import { type Column, DataTable } from "@/components/data-table";
import { TableTools } from "@/components/table-tools";
import { notify } from "@/components/toast";
import { type Permission, permissions, securityPermissions } from "@/contracts/permissions";
import { trpc } from "@/trpc/client";
import { refusalOf } from "../../refusal";
import type { Role } from "./role";
import { RoleDialog } from "./role-dialog";

/** The built-in roles, and those of one's own made from permissions. */
export function RolesCard({ mayManage }: { mayManage: boolean }) {
  const { data: roles } = trpc.roles.list.useQuery();
  const [editing, setEditing] = useState<Role | "new" | null>(null);
  const [deleting, setDeleting] = useState<Role | null>(null);
  return (
    <Card label="Roles">
      <TableTools title="Roles">
        {mayManage ? (
          <Button variant="primary" icon={<Plus />} onPress={() => setEditing("new")}>
            Create role
          </Button>
        ) : null}
      </TableTools>
      <DataTable
        label="Roles"
        columns={columnsOf(mayManage, setEditing, setDeleting)}
        rows={roles}
        rowKey={(role) => role.id}
      />
      {editing ? (
        <RoleDialog
          key={editing === "new" ? "new" : editing.id}
          role={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <DeleteRoleDialog role={deleting} onClose={() => setDeleting(null)} />
    </Card>
  );
}

function columnsOf(
  mayManage: boolean,
  onEdit: (role: Role) => void,
  onDelete: (role: Role) => void,
): Column<Role>[] {
  return [
    {
      key: "name",
      heading: "Role",
      narrow: "title",
      cell: (role) => (
        <CellLines detail={role.description}>
          <span className="font-medium">{role.name}</span>
        </CellLines>
      ),
    },
    {
      key: "permissions",
      heading: "Permissions",
      cell: (role) => <PermissionWords held={role.permissions} waiting={role.waiting} />,
    },
    {
      key: "holders",
      heading: "Users",
      align: "end",
      narrow: "labelled",
      cell: (role) => role.holders.toLocaleString("en"),
    },
    {
      key: "kind",
      heading: "Kind",
      narrow: "corner",
      cell: (role) =>
        role.builtIn ? <span className="text-text-3 whitespace-nowrap">Built in</span> : "Your own",
    },
    {
      key: "actions",
      heading: "Actions",
      hiddenHeading: true,
      align: "end",
      cell: (role) =>
        mayManage && !role.builtIn ? (
          <ActionMenu
            label={`Actions of ${role.name}`}
            actions={[
              { key: "edit", label: "Change role", icon: <Pencil />, onAction: () => onEdit(role) },
              {
                key: "delete",
                label: "Delete role",
                icon: <Trash2 />,
                danger: true,
                onAction: () => onDelete(role),
              },
            ]}
          />
        ) : null,
    },
  ];
}

function PermissionWords({ held, waiting }: { held: readonly Permission[]; waiting: Role["waiting"] }) {
  return (
    <ul className="flex flex-wrap gap-1 py-1">
      {held.map((permission) => (
        <li key={permission}>
          <span
            title={permission}
            className={cx(
              "inline-block rounded-[5px] px-1.5 py-0.5 text-12",
              securityPermissions.includes(permission)
                ? "bg-accent-soft text-accent-text"
                : "bg-surface-3 text-text-2",
            )}
          >
            {permissions[permission].label}
          </span>
        </li>
      ))}
      {waiting ? (
        <li>
          <Link href={`/requests/${waiting.requestId}`} className="link text-12">
            {waiting.add.map((one) => permissions[one].label).join(", ")}: waiting for approval
          </Link>
        </li>
      ) : null}
    </ul>
  );
}

function DeleteRoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const utils = trpc.useUtils();
  const remove = trpc.roles.delete.useMutation();
  const confirm = async () => {
    if (!role) return null;
    const refused = await refusalOf(() => remove.mutateAsync({ roleId: role.id }));
    if (refused === null) notify.done(`The role ${role.name} was deleted`);
    await utils.roles.invalidate();
    return refused;
  };
  return (
    <ConfirmDialog
      open={role !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete the role ${role?.name ?? ""}?`}
      confirmLabel="Delete role"
      onConfirm={confirm}
    >
      Whoever holds it loses what it allows, at once. This is final.
    </ConfirmDialog>
  );
}
