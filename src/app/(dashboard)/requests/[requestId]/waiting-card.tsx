"use client";

import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardSection } from "@/components/card";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { askedSentence } from "./asked-sentence";
import { type RequestDetail, requestName } from "./request-detail";

/** For those who may not decide this: who does; and for the requester, the way to take it back. */
export function WaitingCard({ request }: { request: RequestDetail }) {
  const { mine, asked } = request;
  return (
    <Card label="Who decides">
      <CardSection className="stack-3">
        <Alert
          tone="pending"
          title={mine ? "Another Security Admin decides this" : "A Security Admin decides this"}
        >
          {mine ? "Nobody decides a request of their own. " : null}
          {asked.length > 0 ? askedSentence(asked) : null}
        </Alert>
        {mine ? <WithdrawButton request={request} /> : null}
      </CardSection>
    </Card>
  );
}

function WithdrawButton({ request }: { request: RequestDetail }) {
  const [confirming, setConfirming] = useState(false);
  const withdraw = trpc.accessRequests.withdraw.useMutation();
  const utils = trpc.useUtils();
  const confirm = async () => {
    try {
      await withdraw.mutateAsync({ requestId: request.id });
      notify.done(`${requestName(request)} is withdrawn.`);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : "That did not work. Try again.";
    } finally {
      await Promise.all([utils.accessRequests.invalidate(), utils.shell.status.invalidate()]);
    }
  };
  return (
    <>
      <Button variant="danger" block onPress={() => setConfirming(true)}>
        Withdraw request
      </Button>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Withdraw the request for ${requestName(request)}?`}
        confirmLabel="Withdraw request"
        cancelLabel="Keep it open"
        onConfirm={confirm}
      >
        The approval codes that were sent stop working. The token goes back to a draft, which can be changed
        and submitted anew.
      </ConfirmDialog>
    </>
  );
}
