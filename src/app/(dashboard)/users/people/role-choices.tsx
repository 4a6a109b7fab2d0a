"use client";

import { Checkbox } from "@/components/checkbox";
import { Skeleton } from "@/components/skeleton";
import { trpc } from "@/trpc/client";
import { ApprovalReason } from "../approval-reason";
import type { useApprovalReason } from "../use-approval-reason";
import { askedRoles } from "./asked-roles";

interface RoleChoicesProps {
  value: readonly string[];
  onChange: (roleIds: string[]) => void;
  reason: ReturnType<typeof useApprovalReason>["field"];
  /** Roles the person has now. */
  held?: readonly string[];
  /** Roles that wait for a Security Admin already. */
  waiting?: readonly string[];
}

/** The roles there are, each with what it is for; a security role is asked for with a reason. */
export function RoleChoices({ value, onChange, reason, held = [], waiting = [] }: RoleChoicesProps) {
  const { data: roles } = trpc.roles.list.useQuery();
  if (!roles) return <Skeleton className="h-40" />;
  const asked = askedRoles(roles, held, value).map((role) => role.name);
  return (
    <>
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-medium text-13">Roles</legend>
        {roles.map((role) => (
          <Checkbox
            key={role.id}
            detail={waiting.includes(role.id) ? "Waits for a Security Admin's approval." : role.description}
            disabled={waiting.includes(role.id)}
            checked={value.includes(role.id)}
            onChange={(on) => onChange(on ? [...value, role.id] : value.filter((id) => id !== role.id))}
          >
            {role.name}
          </Checkbox>
        ))}
      </fieldset>
      {asked.length > 0 ? (
        <ApprovalReason
          what={`the ${asked.length === 1 ? "role" : "roles"} ${new Intl.ListFormat("en").format(asked)}`}
          {...reason}
        />
      ) : null}
    </>
  );
}
