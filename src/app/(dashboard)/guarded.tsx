"use client";

import type { ReactNode } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Page } from "@/components/page";
import { PermissionRefused } from "@/components/permission-refused";
import { RefusedByAddress } from "./refused-by-address";
import { useReopen } from "./use-reopen";

/** What a query of a guarded procedure tells; `retry: false` keeps each refusal on record once. */
export interface GuardedQuery {
  error: {
    message: string;
    data?: {
      reason: string;
      requestId: string | null;
      details: Readonly<Record<string, unknown>>;
    } | null;
  } | null;
  errorUpdatedAt: number;
  isFetching: boolean;
  refetch: () => unknown;
}

interface GuardedProps {
  query: GuardedQuery;
  /** What is closed when it is refused: "Customers". */
  what: string;
  /** The role that includes it. */
  needs: string;
  signedInAs: string;
  /** Refusals that the page itself tells better. */
  except?: readonly string[];
  children: ReactNode;
}

/** A page, or why it does not open: by address, by role, or because something failed. */
export function Guarded({ query, what, needs, signedInAs, except = [], children }: GuardedProps) {
  const { error, errorUpdatedAt, isFetching, refetch } = query;
  const reason = error?.data?.reason;
  const byAddress = reason === "ip_not_allowed";
  useReopen(byAddress ? errorUpdatedAt : null, refetch);
  if (!error || (reason !== undefined && except.includes(reason))) return children;
  if (byAddress) {
    const address = error.data?.details.client_ip;
    return (
      <RefusedByAddress
        what={what}
        address={typeof address === "string" ? address : null}
        signedInAs={signedInAs}
        triedAt={errorUpdatedAt}
        requestId={error.data?.requestId ?? null}
        checking={isFetching}
        onCheck={refetch}
      />
    );
  }
  return (
    <Page>
      {reason === "permission_missing" ? (
        <PermissionRefused what={what} needs={needs} />
      ) : (
        <Alert
          tone="refused"
          title={`${what} did not open.`}
          action={
            <Button size="sm" pending={isFetching} onPress={refetch}>
              Try again
            </Button>
          }
        >
          {error.message}
          {error.data?.requestId ? ` Request id: ${error.data.requestId}.` : ""}
        </Alert>
      )}
    </Page>
  );
}
