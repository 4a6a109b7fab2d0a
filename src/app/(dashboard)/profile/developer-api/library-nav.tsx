"use client";

import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { cx } from "@/components/cx";
import { SearchField } from "@/components/search-field";
import { SelectField } from "@/components/select-field";
import { columns } from "./columns";
import { type Operation, useLibrary } from "./library-context";
import { Verb } from "./verb";

const root = "/profile/developer-api";
const document = { name: "OpenAPI 3.1 document", href: "/api/v1/openapi.json" };
const entry = "grid gap-px rounded-md px-2 py-[7px] font-medium text-[13px]/[18px]";

/** The API Library: its operations by group, and a search over names, paths and what they explain. */
export function LibraryNav({ current }: { current: Operation | undefined }) {
  const { operations } = useLibrary();
  const [search, setSearch] = useState("");
  const found = operations.filter((operation) => matches(operation, search));
  const documentFound = document.name.toLowerCase().includes(search.toLowerCase());
  return (
    <nav aria-label="API Library" className={columns.library}>
      <div className="mb-1 [&_input]:text-13 [&_search]:w-full">
        <SearchField value={search} onSearch={setSearch} placeholder="Search the library" delay={0} />
      </div>
      {[...new Set(found.map(({ group }) => group))].map((group) => (
        <div key={group} className="grid gap-0.5">
          <Heading>{group}</Heading>
          {found
            .filter((one) => one.group === group)
            .map((one) => (
              <OperationLink key={one.slug} operation={one} here={one === current} />
            ))}
        </div>
      ))}
      {documentFound ? (
        <>
          <Heading>Reference</Heading>
          <a
            href={document.href}
            target="_blank"
            rel="noreferrer"
            className={cx(entry, "grid-cols-[minmax(0,1fr)_auto] text-text-2 hover:bg-surface-3")}
          >
            {document.name}
            <ExternalLink className="mt-0.5 size-3.5 text-text-3" />
          </a>
        </>
      ) : null}
      {found.length === 0 && !documentFound ? (
        <p className="px-2 py-3 text-13 text-text-2">Nothing in the library matches.</p>
      ) : null}
    </nav>
  );
}

function Heading({ children }: { children: string }) {
  return <p className="px-2 pt-3 pb-1 font-medium text-12 text-text-3">{children}</p>;
}

function OperationLink({ operation, here }: { operation: Operation; here: boolean }) {
  return (
    <Link
      href={`${root}/${operation.slug}`}
      aria-current={here ? "page" : undefined}
      className={cx(entry, here ? "bg-accent-soft text-text" : "text-text-2 hover:bg-surface-3")}
    >
      {operation.name}
      <span className={cx("font-mono font-normal text-[11.5px]/4", here ? "text-text-2" : "text-text-3")}>
        <Verb>{operation.method}</Verb> {operation.path.replace("{customerId}", "{id}")}
      </span>
    </Link>
  );
}

/** The library where there is no room beside: a choice above the words. */
export function LibrarySelect({ current }: { current: Operation }) {
  const { operations } = useLibrary();
  const router = useRouter();
  return (
    <div className="desk:hidden">
      <SelectField
        label="API Library"
        options={operations.map(({ slug, name, method, path }) => ({
          value: slug,
          label: name,
          detail: `${method} ${path}`,
        }))}
        value={current.slug}
        onChange={(slug) => router.push(`${root}/${slug}`)}
      />
    </div>
  );
}

function matches(operation: Operation, search: string): boolean {
  const { name, path, summary, needs, widenedBy, parameters } = operation;
  const words = [name, path, summary, ...needs, ...widenedBy, ...parameters.map((one) => one.name)];
  const text = words.join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
