import { useRef, useState } from "react";
import { ProofCancelled, reasonOf, useFreshProof } from "@/app/(dashboard)/use-fresh-proof";
import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";
import { type RequestDetail, requestName } from "./request-detail";

/** Why it was not done, in a sentence for the person. */
export interface Refused {
  reason: string | null;
  message: string;
}

const sentence = (error: unknown) =>
  error instanceof Error ? error.message : "That did not work. Try again.";

/** Approves or rejects, once at a time, asking for a fresh proof where the server wants one. */
export function useDecision(request: RequestDetail) {
  const { id: requestId, digest, requester } = request;
  const reference = requestName(request);
  const proof = useFreshProof(`decide on ${reference}`);
  const approve = trpc.accessRequests.approve.useMutation();
  const reject = trpc.accessRequests.reject.useMutation();
  const utils = trpc.useUtils();
  const busy = useRef(false);
  const [pending, setPending] = useState(false);

  const refresh = () =>
    Promise.all([
      utils.accessRequests.invalidate(),
      utils.shell.status.invalidate(),
      utils.shell.notifications.invalidate(),
    ]);

  /** Null when done, or where nothing remains to be said here. */
  const once = async (action: () => Promise<unknown>, done: string): Promise<Refused | null> => {
    if (busy.current) return null;
    busy.current = true;
    setPending(true);
    try {
      await proof.run(action);
      notify.done(done, { detail: `${requester.name} was told.` });
      return null;
    } catch (error) {
      if (error instanceof ProofCancelled) {
        return { reason: "proof_cancelled", message: "Nothing was decided: it takes your password." };
      }
      const reason = reasonOf(error);
      if (reason !== "request_not_open") return { reason, message: sentence(error) };
      notify.changed(sentence(error));
      return null;
    } finally {
      await refresh().catch(() => undefined);
      busy.current = false;
      setPending(false);
    }
  };

  return {
    pending,
    proofDialog: proof.dialog,
    approve: (code: string) =>
      once(() => approve.mutateAsync({ requestId, digest, code }), `${reference} is approved.`),
    reject: (note: string) =>
      once(() => reject.mutateAsync({ requestId, digest, note }), `${reference} is rejected.`),
  };
}
