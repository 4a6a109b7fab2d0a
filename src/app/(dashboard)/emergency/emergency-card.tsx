"use client";

import { refusalOf } from "@/app/(dashboard)/refusal";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { RelativeTime } from "@/components/relative-time";
import { spanWords } from "@/components/request/request-words";
import { notify } from "@/components/toast";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { EmergencyButton } from "./emergency-dialog";

type Newest = NonNullable<RouterOutputs["emergencyAccess"]["mine"]["newest"]>;

/** Where an address is refused: the way for an emergency, and what came of the last wish for it. */
export function EmergencyCard() {
  const { data } = trpc.emergencyAccess.mine.useQuery(undefined, {
    retry: false,
    refetchInterval: fallbackInterval,
  });
  if (!data) return null;
  const { newest, approvers } = data;
  const waits = newest?.state === "pending";
  return (
    <Card label="If it cannot wait">
      <CardHead title="If it cannot wait" note="15 minutes to 4 hours, for you alone" />
      <CardSection className="grid justify-items-start gap-3">
        {newest ? <Outcome newest={newest} /> : null}
        {approvers.length === 0 ? (
          <p className="text-13 text-text-2">
            Nobody else in your program could approve an emergency access. An Administrator makes somebody
            Security Admin or Security Manager.
          </p>
        ) : (
          <>
            <p className="text-13 text-text-2">
              One person with a security role approves it with a code from their mailbox. All of them are
              told, each read is marked, and a third person reviews it.
            </p>
            {waits ? <Withdraw requestId={newest.requestId} /> : <EmergencyButton />}
          </>
        )}
      </CardSection>
    </Card>
  );
}

function Outcome({ newest }: { newest: Newest }) {
  const { state, address, minutes, askedAt, lapsesAt, deciderName, note, endsAt } = newest;
  switch (state) {
    case "pending":
      return (
        <Alert tone="pending" title={`Asked for: ${spanWords(minutes * 60)} from ${address}`}>
          Asked <RelativeTime at={askedAt} />. This page opens by itself once it is approved; undecided, it
          lapses <RelativeTime at={lapsesAt} />.
        </Alert>
      );
    case "rejected":
      return (
        <Alert tone="refused" title={`${deciderName ?? "Somebody"} rejected it`}>
          {note ? `“${note}”` : null}
        </Alert>
      );
    case "approved":
      return endsAt ? (
        <Alert
          tone="neutral"
          title={
            new Date(endsAt).getTime() > Date.now()
              ? `Your emergency access is open at ${address}, not here`
              : "Your last emergency access has ended"
          }
        >
          <RelativeTime at={endsAt} />.
        </Alert>
      ) : null;
    case "expired":
      return <Alert tone="neutral" title="Nobody decided it in time. You can ask again." />;
    default:
      return null;
  }
}

function Withdraw({ requestId }: { requestId: string }) {
  const utils = trpc.useUtils();
  const withdraw = trpc.accessRequests.withdraw.useMutation();
  const press = async () => {
    const refused = await refusalOf(() => withdraw.mutateAsync({ requestId }));
    await utils.emergencyAccess.invalidate();
    if (refused) notify.failed(refused);
  };
  return (
    <Button size="sm" pending={withdraw.isPending} onPress={() => void press()}>
      Withdraw it
    </Button>
  );
}
