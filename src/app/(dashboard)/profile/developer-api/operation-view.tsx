"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { CrumbLabel } from "@/components/shell/crumb-label";
import { columns } from "./columns";
import { useLibrary } from "./library-context";
import { LibraryNav } from "./library-nav";
import { OperationWords } from "./operation-words";
import { TryIt } from "./try-it";

/** One operation of the library: words and trial; without a slug the first. */
export function OperationView({ slug }: { slug?: string }) {
  const { operations, baseUrl } = useLibrary();
  const router = useRouter();
  const first = slug === undefined ? operations[0] : undefined;
  useEffect(() => {
    if (first) router.replace(`/profile/developer-api/${first.slug}`);
  }, [first, router]);
  const operation = first ?? operations.find((one) => one.slug === slug);
  return (
    <div className={columns.frame}>
      <LibraryNav current={operation} />
      {operation ? (
        <>
          <CrumbLabel>{operation.name}</CrumbLabel>
          <OperationWords operation={operation} baseUrl={baseUrl} />
          <TryIt key={operation.slug} operation={operation} />
        </>
      ) : (
        <div className="self-start">
          <EmptyState action={<Button href="/profile/developer-api">Open the library</Button>}>
            The library has no such operation.
          </EmptyState>
        </div>
      )}
    </div>
  );
}
