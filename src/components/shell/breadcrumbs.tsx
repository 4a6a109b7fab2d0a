"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Permission } from "@/contracts/permissions";
import { cx } from "../cx";
import { useCrumbLabel } from "./crumb-label";
import { crumbsOf } from "./crumbs";
import { isHere, mainItems, visibleItems } from "./nav-items";

/** Where the page stands; narrow, its own name alone. */
export function Breadcrumbs({ permissions }: { permissions: readonly Permission[] }) {
  const path = usePathname();
  const here = visibleItems(mainItems, permissions).find(({ href }) => isHere(path, href));
  const crumbs = crumbsOf(path, useCrumbLabel(), here);
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1.5 overflow-hidden text-13 text-text-3 whitespace-nowrap">
        {crumbs.map(({ label, href }, index) => {
          const last = index === crumbs.length - 1;
          return (
            <li
              key={label}
              className={cx(
                last ? "min-w-0 truncate" : "flex items-center gap-1.5 after:content-['›'] max-desk:hidden",
              )}
            >
              {last ? (
                <span aria-current="page" className="font-medium text-text">
                  {label}
                </span>
              ) : href ? (
                <Link href={href} className="hover:text-text">
                  {label}
                </Link>
              ) : (
                label
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
