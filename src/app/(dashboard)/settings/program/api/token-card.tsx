"use client";

import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { Card, CardHead, CardSection } from "@/components/card";
import { Skeleton } from "@/components/skeleton";
import { Steps } from "@/components/steps";
import { Tag } from "@/components/tag";
import type { TokenState } from "@/contracts/access-request";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { DiscardButton } from "./discard-button";
import { DisplayPanel } from "./display-panel";
import { SubmitForm } from "./submit-form";
import { TokenFacts } from "./token-facts";
import { TokenStateChip } from "./token-state-chip";
import { stepsOf, type TokenDetail } from "./token-steps";
import { WaitingPanel } from "./waiting-panel";

interface TokenCardProps {
  tokenId: string;
  onChoose: (tokenId: string | null) => void;
}

/** One token and what it wants next: addresses, patience, its secret displayed, or nothing. Follows by itself. */
export function TokenCard({ tokenId, onChoose }: TokenCardProps) {
  const { data, error } = trpc.securityTokens.get.useQuery(
    { tokenId },
    {
      // A secret's first use is told by nothing: a read writes too often for that.
      refetchInterval: (query) =>
        query.state.data?.token.state === "displayed" ? 5_000 : fallbackInterval(query),
    },
  );
  if (error) {
    return (
      <Alert
        tone="refused"
        title={error.message}
        action={<Button onPress={() => onChoose(null)}>Get another token</Button>}
      />
    );
  }
  if (!data) return <Skeleton className="h-96 rounded-xl" />;
  const { token, mine } = data;
  return (
    <Card label={`Get Data Token ${token.reference}`}>
      <CardHead
        title="Get Data Token"
        beside={
          <>
            <Tag tone="accent" size="md">
              {token.reference}
            </Tag>
            <TokenStateChip state={token.state} />
            {token.state === "draft" ? null : (
              <span className="min-w-0 text-13 text-text-3 wrap-anywhere">{token.purpose}</span>
            )}
          </>
        }
        actions={<HeadActions detail={data} onChoose={onChoose} />}
      />
      <CardSection>
        <Steps label="The life of the token" {...stepsOf(token)} />
      </CardSection>
      {panelOf(data, mine)}
    </Card>
  );
}

const submittable: readonly TokenState[] = ["draft", "rejected"];

function HeadActions({
  detail,
  onChoose,
}: {
  detail: TokenDetail;
  onChoose: (tokenId: string | null) => void;
}) {
  const { token, mine } = detail;
  return (
    <>
      {token.requestId && token.state !== "draft" ? (
        <Button variant="quiet" href={`/requests/${token.requestId}`}>
          See the signed request
        </Button>
      ) : null}
      {mine && submittable.includes(token.state) ? (
        <DiscardButton tokenId={token.id} reference={token.reference} onDone={() => onChoose(null)} />
      ) : (
        <Button icon={<Plus />} onPress={() => onChoose(null)}>
          Get another token
        </Button>
      )}
    </>
  );
}

function panelOf(detail: TokenDetail, mine: boolean): ReactNode {
  const { state } = detail.token;
  if (mine && submittable.includes(state)) return <SubmitForm detail={detail} />;
  if (state === "pending") return <WaitingPanel detail={detail} />;
  if (mine && (state === "approved" || state === "displayed")) return <DisplayPanel detail={detail} />;
  return <TokenFacts detail={detail} />;
}
