import { useRef } from "react";
import { reasonOf } from "@/app/(dashboard)/use-fresh-proof";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import type { Refused } from "./use-decision";

/** Has the reader's own code sent to their own mailbox again. */
export function useSendCode(requestId: string, onRefused: (refused: Refused | null) => void) {
  const resend = trpc.accessRequests.resendCode.useMutation();
  const utils = trpc.useUtils();
  const busy = useRef(false);
  const send = async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      const { mailbox } = await resend.mutateAsync({ requestId });
      onRefused(null);
      notify.done("Your approval code is on its way.", { detail: `To ${mailbox}` });
    } catch (error) {
      const message = error instanceof Error ? error.message : "The code could not be sent.";
      onRefused({ reason: reasonOf(error), message });
    } finally {
      busy.current = false;
      await utils.accessRequests.get.invalidate({ requestId }).catch(() => undefined);
    }
  };
  return { send, pending: resend.isPending };
}
