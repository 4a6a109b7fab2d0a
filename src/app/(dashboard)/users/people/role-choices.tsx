"use client";

import { Alert } from "@/components/alert";
import { Checkbox } from "@/components/checkbox";
import { Skeleton } from "@/components/skeleton";
import { securityPermissions } from "@/contracts/permissions";
import { trpc } from "@/trpc/client";

interface RoleChoicesProps {
  value: readonly string[];
  onChange: (roleIds: string[]) => void;
}

/** The roles there are, each with what it is for. */
export function RoleChoices({ value, onChange }: RoleChoicesProps) {
  const { data: roles } = trpc.roles.list.useQuery();
  if (!roles) return <Skeleton className="h-40" />;
  const chosen = roles.filter((role) => value.includes(role.id));
  const security = chosen.some((role) => role.permissions.some((one) => securityPermissions.includes(one)));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium text-13">Roles</legend>
      {roles.map((role) => (
        <Checkbox
          key={role.id}
          detail={role.description}
          checked={value.includes(role.id)}
          onChange={(on) => onChange(on ? [...value, role.id] : value.filter((id) => id !== role.id))}
        >
          {role.name}
        </Checkbox>
      ))}
      {security ? (
        <Alert tone="expiring">
          This includes asking for, or deciding about, access to customer data. The record says that an
          Administrator granted it.
        </Alert>
      ) : null}
    </fieldset>
  );
}
