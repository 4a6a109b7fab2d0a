import { useState } from "react";
import type { RevealGroup } from "@/contracts/customer-search";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Revealed = RouterOutputs["customers"]["reveal"];
type Of<Group extends RevealGroup> = Extract<Revealed, { group: Group }>;

/** The fields of one group as they are, once asked for; forgotten when hidden again or when the page closes. */
export function useReveal<Group extends RevealGroup>(customerId: string, group: Group) {
  const [revealed, setRevealed] = useState<Of<Group> | null>(null);
  const { mutate, isPending, error, reset } = trpc.customers.reveal.useMutation({
    gcTime: 0,
    onSuccess: (answer) => {
      if (answer.group === group) setRevealed(answer as Of<Group>);
    },
  });
  return {
    revealed,
    pending: isPending,
    failure: error?.message ?? null,
    reveal: () => mutate({ customerId, group }),
    hide: () => {
      setRevealed(null);
      reset();
    },
  };
}
