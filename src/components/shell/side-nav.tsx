"use client";

import { CircleQuestionMark, Lock } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Permission } from "@/contracts/permissions";
import { BrandMark } from "../brand-mark";
import { Count } from "../count";
import { cx } from "../cx";
import { AddressBox } from "./address-box";
import { isHere, mainItems, type NavItem, toolItems, visibleItems } from "./nav-items";

export interface ShellStatus {
  pendingForMe: number;
  myOpenRequests: number;
  unreadNotifications: number;
  address: string | null;
  addressApproved: boolean;
  /** The reader’s own emergency access while it is open. */
  emergency: { requestId: string; address: string; expiresAt: Date } | null;
  supportUrl: string | null;
  programName: string;
  /** Invented people and customers. */
  demonstration: boolean;
}

interface SideNavProps {
  permissions: readonly Permission[];
  /** Undefined until the first answer. */
  status: ShellStatus | undefined;
}

/** The navigation at the left, or in the drawer when narrow. */
export function SideNav({ permissions, status }: SideNavProps) {
  const tools = visibleItems(toolItems, permissions);
  return (
    <div className="flex h-full flex-col gap-1 overflow-y-auto bg-bg p-3">
      <Link href="/" className="flex items-center gap-2.5 rounded-md px-2 pt-1 pb-4">
        <BrandMark />
        <span>
          <span className="block font-semibold text-[14px]/[18px] tracking-[-0.01em]">Countersign</span>
          <span className="block min-h-4 text-12 text-text-3">{status?.programName}</span>
        </span>
      </Link>
      <nav aria-label="Main">
        <ul>
          {visibleItems(mainItems, permissions).map((item) => (
            <NavEntry key={item.href} item={item} status={status} />
          ))}
        </ul>
        {tools.length > 0 ? (
          <p className="px-2 pt-4 pb-1 font-medium text-12 text-text-3">Tools &amp; Settings</p>
        ) : null}
        <ul>
          {tools.map((item) => (
            <NavEntry key={item.href} item={item} status={status} />
          ))}
        </ul>
      </nav>
      <div className="mt-auto grid gap-2 pt-4">
        <AddressBox address={status?.address} approved={status?.addressApproved ?? false} />
        {status?.supportUrl ? (
          <a href={status.supportUrl} target="_blank" rel="noreferrer" className={cx(entry, quiet)}>
            <CircleQuestionMark />
            Open a support ticket
          </a>
        ) : null}
      </div>
    </div>
  );
}

const entry =
  "flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-[13.5px] transition-colors duration-120";
const quiet = "text-text-2 hover:bg-surface-3 hover:text-text";
const here =
  "bg-surface text-text shadow-[0_0_0_1px_var(--line),var(--shadow-1)] [&>svg:first-child]:text-accent-text";

function NavEntry({ item, status }: { item: NavItem; status: ShellStatus | undefined }) {
  const path = usePathname();
  const Icon = item.icon;
  if (item.children) {
    return (
      <li>
        <span className={cx(entry, "text-text-2")}>
          <Icon />
          {item.label}
        </span>
        <ul>
          {item.children.map((child) => (
            <li key={child.href}>
              <NavLink href={child.href} current={isHere(path, child.href)} className="pl-[34px]">
                {child.label}
              </NavLink>
            </li>
          ))}
        </ul>
      </li>
    );
  }
  return (
    <li>
      <NavLink href={item.href} current={isHere(path, item.href)}>
        <Icon />
        {item.label}
        <span className="ml-auto">
          <NavMark item={item} status={status} />
        </span>
      </NavLink>
    </li>
  );
}

interface NavLinkProps {
  href: string;
  current: boolean;
  className?: string;
  children: React.ReactNode;
}

function NavLink({ href, current, className, children }: NavLinkProps) {
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={cx(entry, current ? here : quiet, className)}
    >
      {children}
    </Link>
  );
}

function NavMark({ item, status }: { item: NavItem; status: ShellStatus | undefined }) {
  if (!status) return null;
  if (item.addressBound && !status.addressApproved) {
    return <Lock className="size-3.5 text-text-3" aria-label="Closed from this address" role="img" />;
  }
  if (item.count === "waiting" && status.pendingForMe > 0) {
    return <Count value={status.pendingForMe} hot label="waiting for you" />;
  }
  if (item.count === "open" && status.myOpenRequests > 0) {
    return <Count value={status.myOpenRequests} label="open" />;
  }
  return null;
}
