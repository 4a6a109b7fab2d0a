"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "./cx";

export interface TabLink {
  href: string;
  label: string;
}

/** Sub-tabs of a page, each with an address of its own. */
export function TabNav({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto shadow-[inset_0_-1px_0_var(--line)]">
      {tabs.map(({ href, label: name }) => {
        const here = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? "page" : undefined}
            className={cx(
              "border-b-2 pt-1.5 pb-2.5 font-medium -outline-offset-2 whitespace-nowrap",
              here ? "border-accent text-text" : "border-transparent text-text-2 hover:text-text",
            )}
          >
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
