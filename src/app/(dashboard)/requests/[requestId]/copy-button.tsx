"use client";

import { Copy } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { notify } from "@/components/toast";
import { type ChangeRequestKind, isTokenRequestKind, type RequestKind } from "@/contracts/request-kinds";
import { trpc } from "@/trpc/client";
import { type RequestDetail, requestName } from "./request-detail";

/** Where each change is asked for. */
const forms: Record<ChangeRequestKind, string> = {
  user_roles: "/users/people",
  role_permissions: "/users/roles",
  user_email: "/profile/account",
  factor_reset: "/users/people",
  break_glass: "/customers",
  program_settings: "/settings/program/general",
};

/** Asks for the same again: the form that made it opens, filled in. One's own open request is withdrawn first. */
export function CopyRequestButton({ request }: { request: RequestDetail }) {
  const [confirming, setConfirming] = useState(false);
  const copy = useCopy(request);
  if (!request.mayCopy) return null;
  const open = request.state === "pending";
  const press = async () => {
    if (open) return setConfirming(true);
    const refused = await copy.run();
    if (refused) notify.failed(refused);
  };
  return (
    <>
      <Button block icon={<Copy />} pending={copy.pending} onPress={() => void press()}>
        Copy into a new request
      </Button>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Withdraw ${requestName(request)} and copy it?`}
        confirmLabel="Withdraw and copy"
        cancelLabel="Keep it open"
        onConfirm={copy.run}
      >
        Nothing in a request can be edited. This one is withdrawn, its approval codes stop working, and its
        values stand in a new one that you can change.
      </ConfirmDialog>
    </>
  );
}

function useCopy({ id: requestId, kind, state }: RequestDetail) {
  const router = useRouter();
  const utils = trpc.useUtils();
  const copy = trpc.accessRequests.copy.useMutation();
  const withdraw = trpc.accessRequests.withdraw.useMutation();
  const place = async (of: RequestKind) => {
    if (isTokenRequestKind(of)) {
      const { tokenId } = await copy.mutateAsync({ requestId });
      return `/settings/program/api?token=${tokenId}&copy=${requestId}`;
    }
    if (state === "pending") await withdraw.mutateAsync({ requestId });
    return `${forms[of]}?copy=${requestId}`;
  };
  const run = () =>
    refusalOf(async () => {
      const href = await place(kind);
      await Promise.all([utils.accessRequests.invalidate(), utils.securityTokens.invalidate()]);
      router.push(href);
    });
  return { run, pending: copy.isPending || withdraw.isPending };
}
