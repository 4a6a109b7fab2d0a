import { CodeXml, FileText, Lock, type LucideIcon, ShieldCheck, User, Users } from "lucide-react";
import { Button } from "@/components/button";
import { Card, CardHead } from "@/components/card";
import type { Permission } from "@/contracts/permissions";
import { TodoRow } from "./todo-row";

interface Place {
  href: string;
  title: string;
  detail: string;
  icon: LucideIcon;
  needs?: Permission;
  /** Opens from an Approved IP alone. */
  addressBound?: boolean;
}

const places: readonly Place[] = [
  {
    href: "/customers",
    title: "Customers",
    detail: "Look members up; contact details stay masked until asked for",
    icon: Users,
    needs: "customers.read",
    addressBound: true,
  },
  {
    href: "/profile/developer-api",
    title: "Developer API",
    detail: "The API Library, with a form that calls the real endpoint",
    icon: CodeXml,
    needs: "developer_api.use",
    addressBound: true,
  },
  {
    href: "/users",
    title: "Users & Roles",
    detail: "Who may do what in this program",
    icon: User,
    needs: "users.view",
  },
  {
    href: "/audit-log",
    title: "Audit log",
    detail: "Every read and refusal, and every decision",
    icon: FileText,
    needs: "audit.read",
  },
  {
    href: "/profile/sessions",
    title: "Sessions",
    detail: "Where you are signed in, and how to end it",
    icon: ShieldCheck,
  },
];

interface PlacesCardProps {
  permissions: readonly Permission[];
  /** Undefined until the server has said so. */
  addressApproved: boolean | undefined;
}

/** What this person can do here; places that this address keeps closed say so. */
export function PlacesCard({ permissions, addressApproved }: PlacesCardProps) {
  const open = places.filter(({ needs }) => !needs || permissions.includes(needs));
  return (
    <Card label="What you can do">
      <CardHead title="What you can do" />
      <ul>
        {open.map(({ href, title, detail, icon: Icon, addressBound }) => {
          const closed = addressBound === true && addressApproved === false;
          return (
            <TodoRow
              key={href}
              icon={closed ? <Lock /> : <Icon />}
              tone="bg-surface-3 text-text-2"
              title={title}
              detail={closed ? "Closed from your address, which is not approved" : detail}
              action={
                <Button href={href} aria-label={`Open ${title}`}>
                  Open
                </Button>
              }
            />
          );
        })}
      </ul>
    </Card>
  );
}
