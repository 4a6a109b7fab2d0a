import {
  FileText,
  House,
  ListChecks,
  type LucideIcon,
  Mail,
  Settings,
  ShieldCheck,
  User,
  Users,
} from "lucide-react";
import type { Permission } from "@/contracts/permissions";

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Any one of these shows it; without, everyone sees it. */
  needs?: readonly Permission[];
  /** Whoever holds this sees the same page under another name. */
  unless?: Permission;
  /** Which number of the shell's status stands beside it. */
  count?: "waiting" | "open";
  /** Closed from an address that is not approved. */
  addressBound?: boolean;
  /** A heading over its sub-items, not a place of its own. */
  children?: readonly Pick<NavItem, "href" | "label" | "needs">[];
}

export const mainItems: readonly NavItem[] = [
  { href: "/", label: "Home", icon: House },
  { href: "/customers", label: "Customers", icon: Users, needs: ["customers.read"], addressBound: true },
  {
    href: "/requests",
    label: "Approvals",
    icon: ShieldCheck,
    needs: ["access_requests.decide"],
    count: "waiting",
  },
  {
    href: "/requests",
    label: "Requests",
    icon: ShieldCheck,
    needs: ["api_settings.manage", "users.manage", "roles.manage"],
    unless: "access_requests.decide",
    count: "open",
  },
  {
    href: "/review",
    label: "Yearly review",
    icon: ListChecks,
    needs: ["access_requests.decide", "api_settings.manage"],
  },
  { href: "/audit-log", label: "Audit log", icon: FileText, needs: ["audit.read"] },
];

export const toolItems: readonly NavItem[] = [
  { href: "/users", label: "Users & Roles", icon: User, needs: ["users.view"] },
  {
    href: "/settings",
    label: "Settings",
    icon: Settings,
    needs: ["program_settings.view", "api_settings.manage"],
    children: [{ href: "/settings/program", label: "Program Settings" }],
  },
  {
    href: "/messages",
    label: "E-mail",
    icon: Mail,
    needs: ["users.manage", "api_settings.manage", "access_requests.decide"],
  },
];

/** What a person with these permissions may see; the server decides again on every page. */
export function visibleItems(items: readonly NavItem[], held: readonly Permission[]): NavItem[] {
  return items.filter(
    ({ needs, unless }) =>
      (!needs || needs.some((one) => held.includes(one))) && !(unless && held.includes(unless)),
  );
}

export function isHere(path: string, href: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
