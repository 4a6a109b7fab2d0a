"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../cx";
import { useCrumbLabel } from "./crumb-label";
import { crumbsOf } from "./crumbs";

/** Where the page stands; narrow, its own name alone. */
export function Breadcrumbs() {
  const crumbs = crumbsOf(usePathname(), useCrumbLabel());
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
