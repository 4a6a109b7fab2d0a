"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { useLeadFocus } from "@/components/panel-focus";
import { Skeleton } from "@/components/skeleton";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { AsksCard } from "../../../requests/asks-card";
import { AskCard } from "./ask-card";
import { DraftOwner } from "./forms/draft-owner";
import { GenerateCard } from "./generate-card";
import { type LiveAction, liveActions } from "./life/live-actions";
import { AcceptsCard } from "./lists/accepts-card";
import { NetworksCard } from "./lists/networks-card";
import { TokensCard } from "./lists/tokens-card";
import { TokenCard } from "./token-card";
import { useSource } from "./use-source";

/**
 * Get Data Token, then the tokens and Approved IPs there are. `?token=` names the one in work ("new" starts another), `?do=`
 * what is asked for it, `?copy=` the closed request it is filled in from, `?ask=` whose wish for an address it answers.
 */
export function ApiSettingsView({ userId }: { userId: string }) {
  const [place, setPlace] = useQueryStates(
    {
      token: parseAsString,
      do: parseAsStringLiteral(liveActions),
      copy: parseAsString,
      ask: parseAsString,
    },
    { history: "push" },
  );
  const { data: current } = trpc.securityTokens.current.useQuery(undefined, {
    refetchInterval: fallbackInterval,
  });
  const leadFocus = useLeadFocus();
  const source = useSource(place.copy, place.ask);
  const own = place.copy || place.ask ? null : (current?.tokenId ?? null);
  const tokenId = place.token === "new" ? null : (place.token ?? source.tokenId ?? own);
  const choose = (id: string | null, action: LiveAction | null = null) => {
    if ((id ?? "new") !== (place.token ?? own) || action) leadFocus();
    void setPlace({ token: id ?? "new", do: action, copy: null, ask: null });
    window.scrollTo({ top: 0 });
  };
  const leave = () => setPlace({ token: null, do: null, copy: null, ask: null });
  return (
    <DraftOwner value={userId}>
      {source.error ? (
        <Alert tone="refused" title={source.error} action={<Button onPress={leave}>Leave it</Button>} />
      ) : null}
      {source.ask && place.token === null ? (
        <AskCard
          ask={source.ask}
          onToken={(id) => void setPlace({ token: id, do: "networks" })}
          onNew={() => void setPlace({ token: "new", do: null })}
          onLeave={leave}
        />
      ) : source.pending ? (
        <Skeleton className="h-96 rounded-xl" />
      ) : tokenId ? (
        <TokenCard
          key={tokenId}
          tokenId={tokenId}
          onChoose={choose}
          doing={place.do ?? source.action}
          onDo={(action) => void setPlace({ token: tokenId, do: action, copy: null, ask: null })}
          copied={source.copied}
          ask={source.ask}
        />
      ) : (
        <GenerateCard copied={source.copied} onGenerated={(id) => void setPlace({ token: id, do: null })} />
      )}
      {place.ask ? null : <AsksCard />}
      <TokensCard selectedId={tokenId} onChoose={choose} />
      <NetworksCard onChoose={choose} />
      <AcceptsCard onChoose={choose} />
    </DraftOwner>
  );
}
