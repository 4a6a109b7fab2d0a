"use client";

import { Eye, RefreshCw } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { exactTime } from "@/components/format-time";
import { displayAgainMinutes, displayDays } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { ProofCancelled, useFreshProof } from "../../../use-fresh-proof";
import { SecretView } from "./secret-view";
import { SideSection, SignedSummary } from "./signed-summary";
import { approvedItems } from "./token-facts";
import type { TokenDetail } from "./token-steps";

interface Shown {
  secret: string;
  displayedAt: Date;
}

/** Display token: the secret, once, to the person who asked for it. It lives in this page's memory alone. */
export function DisplayPanel({ detail }: { detail: TokenDetail }) {
  const { token } = detail;
  const utils = trpc.useUtils();
  const proof = useFreshProof(`display the secret of ${token.reference}`);
  const display = trpc.securityTokens.display.useMutation();
  const saved = trpc.securityTokens.saved.useMutation();
  const [shown, setShown] = useState<Shown | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);

  const attempt = async (action: () => Promise<void>) => {
    setRefusal(null);
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ProofCancelled))
        setRefusal(error instanceof Error ? error.message : "That did not work.");
    }
    await utils.securityTokens.invalidate();
  };
  const show = () =>
    attempt(async () => {
      setShown(await proof.run(() => display.mutateAsync({ tokenId: token.id })));
      setCopied(false);
    });
  const save = () =>
    attempt(async () => {
      await saved.mutateAsync({ tokenId: token.id });
      setShown(null);
    });

  return (
    <div className="grid border-line border-t wide:grid-cols-[minmax(0,1fr)_304px]">
      <div className="stack-4 min-w-0 p-4 desk:p-5">
        {refusal ? (
          <Alert tone="refused" live>
            {refusal}
          </Alert>
        ) : null}
        {shown ? (
          <SecretView
            {...shown}
            networks={detail.networks.length}
            onCopied={() => setCopied(true)}
            onGone={() => setShown(null)}
          />
        ) : (
          <BeforeDisplay detail={detail} onDisplay={show} pending={display.isPending} />
        )}
      </div>
      <aside className="border-line bg-surface-2 max-wide:border-t wide:rounded-br-xl wide:border-l">
        <SignedSummary title="What was approved" items={approvedItems(detail)} />
        {token.state === "displayed" || shown ? (
          <SideSection>
            <Button
              variant={copied ? "primary" : "secondary"}
              size="lg"
              block
              onPress={save}
              pending={saved.isPending}
            >
              I have saved it
            </Button>
            {shown ? (
              <Button variant="quiet" icon={<RefreshCw />} block onPress={show} pending={display.isPending}>
                Display again
              </Button>
            ) : null}
            <p className="text-12 text-text-3">
              Displaying again makes a new secret and ends this one. Possible for {displayAgainMinutes}{" "}
              minutes from the first display while it is unused, or until you say you have saved it.
            </p>
          </SideSection>
        ) : null}
      </aside>
      {proof.dialog}
    </div>
  );
}

function BeforeDisplay(props: { detail: TokenDetail; onDisplay: () => void; pending: boolean }) {
  const { token } = props.detail;
  const again = token.state === "displayed" && token.displayedAt;
  return (
    <>
      <div>
        <h3>{again ? "The secret was displayed" : "Approved: the secret can be displayed"}</h3>
        <p className="text-13 text-text-2" suppressHydrationWarning>
          {again
            ? `It was shown ${exactTime(again).toLowerCase()} and has not been used. If you do not have it, display again: that makes a new one and ends the old one.`
            : `${token.deciderName} approved this token. The secret does not exist yet: it is made when you display it, shown once, and kept only as a fingerprint. Display it within ${displayDays} days of the approval.`}
        </p>
      </div>
      <div>
        <Button variant="primary" size="lg" icon={<Eye />} onPress={props.onDisplay} pending={props.pending}>
          {again ? "Display again" : "Display token"}
        </Button>
      </div>
    </>
  );
}
