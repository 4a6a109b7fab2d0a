"use client";

import { useState } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { type RequestDetail, requestName } from "./request-detail";

/** Takes one's own open request back, after one confirmation. */
export function WithdrawButton({ request }: { request: RequestDetail }) {
  const [confirming, setConfirming] = useState(false);
  const withdraw = trpc.accessRequests.withdraw.useMutation();
  const utils = trpc.useUtils();
  const name = requestName(request);
  const confirm = async () => {
    const refused = await refusalOf(() => withdraw.mutateAsync({ requestId: request.id }));
    if (!refused) notify.done(`${name} is withdrawn.`);
    await Promise.all([utils.accessRequests.invalidate(), utils.shell.status.invalidate()]);
    return refused;
  };
  return (
    <>
      <Button variant="danger" block onPress={() => setConfirming(true)}>
        Withdraw request
      </Button>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Withdraw the request for ${name}?`}
        confirmLabel="Withdraw request"
        cancelLabel="Keep it open"
        onConfirm={confirm}
      >
        The approval codes that were sent stop working.{" "}
        {request.kind === "new_token"
          ? "The token goes back to a draft, which can be changed and submitted anew."
          : "Nothing changes. The request stays in the list, and can be copied into a new one."}
      </ConfirmDialog>
    </>
  );
}
