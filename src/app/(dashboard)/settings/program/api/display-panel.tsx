"use client";

import { Eye, RefreshCw } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { exactTimeWithin, shortDate } from "@/components/format-time";
import { usePanelFocus } from "@/components/panel-focus";
import { displayAgainMinutes } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { ProofCancelled, useFreshProof } from "../../../use-fresh-proof";
import { spanWords } from "./forms/overlap";
import type { LiveAction } from "./life/live-actions";
import { SecretView } from "./secret-view";
import { SideSection, SignedSummary } from "./signed-summary";
import { approvedItems } from "./token-facts";
import type { TokenDetail } from "./token-steps";

type Grant = NonNullable<TokenDetail["grant"]>;

interface DisplayPanelProps {
  detail: TokenDetail;
  /** One's own, not settled yet. */
  grant: Grant;
  onDo: (action: LiveAction) => void;
}

interface Shown {
  secret: string;
  displayedAt: Date;
}

/** Display token: the secret, once, to the person who asked for it. It lives in this page's memory alone. */
export function DisplayPanel({ detail, grant, onDo }: DisplayPanelProps) {
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
            networks={detail.networks.filter(({ state }) => state === "live" || state === "expiring").length}
            onCopied={() => setCopied(true)}
            onGone={() => setShown(null)}
          />
        ) : (
          <BeforeDisplay
            detail={detail}
            grant={grant}
            onDo={onDo}
            onDisplay={show}
            pending={display.isPending}
          />
        )}
      </div>
      <aside className="border-line bg-surface-2 max-wide:border-t wide:rounded-br-xl wide:border-l">
        <SignedSummary title="What was approved" items={approvedItems(detail)} />
        {grant.display !== "waiting" || shown ? (
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

interface BeforeDisplayProps extends DisplayPanelProps {
  onDisplay: () => void;
  pending: boolean;
}

function BeforeDisplay(props: BeforeDisplayProps) {
  const { detail, grant, onDo, onDisplay, pending } = props;
  const first = grant.display === "waiting";
  const heading = usePanelFocus(grant.display);
  return (
    <>
      <div>
        <h3 {...heading}>
          {first ? `Approved: the ${wordOf(grant)} can be displayed` : "The secret was displayed"}
        </h3>
        <p className="max-w-[68ch] text-13 text-text-2" suppressHydrationWarning>
          {first ? firstWords(detail, grant) : againWords(detail, grant)}
        </p>
      </div>
      {grant.display === "unsaved" ? (
        <div>
          <Button onPress={() => onDo("rotate")} disabled={detail.token.openRequestId !== null}>
            Rotate secret
          </Button>
        </div>
      ) : (
        <div>
          <Button variant="primary" size="lg" icon={<Eye />} onPress={onDisplay} pending={pending}>
            {first ? "Display token" : "Display again"}
          </Button>
        </div>
      )}
    </>
  );
}

const wordOf = (grant: Grant) => (grant.kind === "new_token" ? "secret" : "new secret");

function firstWords({ requests }: TokenDetail, grant: Grant): string {
  const decider = requests.find(
    ({ kind, state }) => kind === grant.kind && state === "approved",
  )?.deciderName;
  const by = shortDate(grant.displayUntil);
  const made = `${decider} approved it. The ${wordOf(grant)} does not exist yet: it is made when you display it, shown once, and kept only as a fingerprint. Display it by ${by}.`;
  if (grant.kind === "new_token") return made;
  const old =
    grant.overlapSeconds === 0
      ? "The old one ends with that first display."
      : `From that first display the old one goes on for ${spanWords(grant.overlapSeconds)}; until then nothing changes.`;
  return `${made} ${old}`;
}

function againWords({ secrets }: TokenDetail, grant: Grant): string {
  const at = secrets[0] ? exactTimeWithin(secrets[0].displayedAt) : "";
  const shown = `It was shown ${at} and has not been used.`;
  if (grant.display === "again")
    return `${shown} If you do not have it, display again: that makes a new one and ends this one.`;
  return `${shown} It could be displayed again for ${displayAgainMinutes} minutes. If you have it, say so; if not, rotate the secret.`;
}
