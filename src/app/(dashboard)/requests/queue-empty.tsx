import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import type { QueueRole, useQueueFilter } from "./queue-filter";

interface QueueEmptyProps {
  role: QueueRole;
  filter: ReturnType<typeof useQueueFilter>;
}

/** What belongs in the queue, and the one thing to do where nothing does. */
export function QueueEmpty({ role, filter }: QueueEmptyProps) {
  if (filter.narrowed) {
    return (
      <EmptyState action={<Button onPress={filter.clear}>Clear the filters</Button>}>
        {filter.search === ""
          ? "No request here is of that kind and state."
          : `No request here holds “${filter.search}”.`}
      </EmptyState>
    );
  }
  if (filter.show !== "waiting") {
    return <EmptyState>Requests stand here once they were decided, withdrawn or have lapsed.</EmptyState>;
  }
  if (role.decides && !filter.mine) {
    return (
      <EmptyState>
        Nothing waits. A new request appears here by itself, and by e-mail with your code.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      action={role.manages ? <Button href="/settings/program/api">Get Data Token</Button> : undefined}
    >
      Requests of yours wait here until a Security Admin decides.
    </EmptyState>
  );
}
