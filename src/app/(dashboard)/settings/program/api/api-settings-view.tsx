"use client";

import { parseAsString, useQueryState } from "nuqs";
import { trpc } from "@/trpc/client";
import { fallbackInterval } from "@/trpc/live/fallback-interval";
import { GenerateCard } from "./generate-card";
import { NetworksCard } from "./networks-card";
import { TokenCard } from "./token-card";
import { TokensCard } from "./tokens-card";

/** Get Data Token, then the tokens and Approved IPs there are. `?token=` names the one in work, "new" starts another. */
export function ApiSettingsView() {
  const [chosen, setChosen] = useQueryState("token", parseAsString.withOptions({ history: "push" }));
  const { data: current } = trpc.securityTokens.current.useQuery(undefined, {
    refetchInterval: fallbackInterval,
  });
  const tokenId = chosen === "new" ? null : (chosen ?? current?.tokenId ?? null);
  const choose = (id: string | null) => void setChosen(id ?? "new");
  return (
    <>
      {tokenId ? (
        <TokenCard key={tokenId} tokenId={tokenId} onChoose={choose} />
      ) : (
        <GenerateCard onGenerated={choose} />
      )}
      <TokensCard selectedId={tokenId} onChoose={choose} />
      <NetworksCard />
    </>
  );
}
