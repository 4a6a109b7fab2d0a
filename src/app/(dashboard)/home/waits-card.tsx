"use client";

import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { FieldMessage } from "@/components/field-message";
import { useNow } from "@/components/request/use-now";
import { Skeleton } from "@/components/skeleton";
import { StateIcon } from "@/components/state-icon";
import { TodoRow } from "./todo-row";
import type { Waiting } from "./use-waiting";

const tones: Record<string, string> = {
  live: "bg-live-soft text-live",
  pending: "bg-pending-soft text-pending",
  expiring: "bg-expiring-soft text-expiring",
  refused: "bg-refused-soft text-refused",
};

/** What waits for the person, and what they wait for. */
export function WaitsCard({ waiting: { items, error } }: { waiting: Waiting }) {
  useNow();
  const forMe = items?.filter(({ mineToDo }) => mineToDo).length ?? 0;
  const title = forMe === 0 && items?.length ? "You wait for" : "Waits for you";
  return (
    <Card label={title}>
      <CardHead title={title} actions={forMe > 0 ? <Count value={forMe} hot /> : undefined} />
      {items === undefined ? (
        <CardSection>
          {error ? <FieldMessage>{error}</FieldMessage> : <Skeleton className="h-9 w-full" />}
        </CardSection>
      ) : null}
      <ul>
        {items?.map(({ id, state, title, detail, href, action }) => (
          <TodoRow
            key={id}
            icon={<StateIcon state={state} />}
            tone={tones[state] ?? "bg-surface-3 text-text-2"}
            title={title}
            detail={detail()}
            action={<Button href={href}>{action}</Button>}
          />
        ))}
      </ul>
      {items?.length === 0 ? (
        <EmptyState action={<Button href="/requests">See all requests</Button>}>
          Nothing waits. What needs you appears here by itself.
        </EmptyState>
      ) : null}
    </Card>
  );
}
