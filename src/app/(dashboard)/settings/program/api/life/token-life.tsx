"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { CardSection } from "@/components/card";
import { shortDate } from "@/components/format-time";
import { KeyValue } from "@/components/key-value";
import { Mono } from "@/components/mono";
import { RelativeTime } from "@/components/relative-time";
import { Tag } from "@/components/tag";
import { SideSection } from "../signed-summary";
import { approvedItems, endItems } from "../token-facts";
import type { TokenDetail } from "../token-steps";
import { ActionBar } from "./action-bar";
import { Allowance } from "./allowance";
import { LifeAlerts } from "./life-alerts";
import type { LiveAction } from "./live-actions";
import { SecretsSection } from "./secrets-section";
import { TokenNetworks } from "./token-networks";
import { TokenRequests } from "./token-requests";
import { TokenWords } from "./token-words";

interface TokenLifeProps {
  detail: TokenDetail;
  onDo: (action: LiveAction) => void;
}

/** An approved token's whole life: what can be asked for it, its secrets and networks, its use, and all that was signed. */
export function TokenLife({ detail, onDo }: TokenLifeProps) {
  const { token } = detail;
  const over = token.revokedAt !== null || token.state === "expired";
  return (
    <div className="grid border-line border-t wide:grid-cols-[minmax(0,1fr)_304px]">
      <div className="min-w-0">
        <CardSection className="stack-5">
          <LifeAlerts detail={detail} onDo={onDo} />
          {over ? null : <ActionBar detail={detail} onDo={onDo} />}
          <SecretsSection detail={detail} />
          <TokenNetworks detail={detail} />
          <TokenRequests detail={detail} />
        </CardSection>
      </div>
      <aside className="border-line bg-surface-2 max-wide:border-t wide:rounded-br-xl wide:border-l">
        <TokenWords token={token} />
        <SideSection title="Use">
          <LastUse detail={detail} />
          {over ? null : <Allowance detail={detail} />}
        </SideSection>
        <SideSection title="What was signed">
          <KeyValue
            nameWidth={84}
            items={[
              { name: "Owner", value: <Owner detail={detail} /> },
              ...approvedItems(detail),
              ...endItems(detail),
            ]}
          />
        </SideSection>
        {over || !detail.review ? null : (
          <SideSection title="Yearly review">
            <ReviewWords review={detail.review} />
          </SideSection>
        )}
      </aside>
    </div>
  );
}

function Owner({ detail }: { detail: TokenDetail }): ReactNode {
  const { ownerName, ownerLeft } = detail.token;
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {detail.mine ? `${ownerName} (you)` : ownerName}
      {ownerLeft ? <Tag>has left</Tag> : null}
    </span>
  );
}

/** "Kept by Tomás Reyes on 3 March, next review by …". */
function ReviewWords({ review }: { review: NonNullable<TokenDetail["review"]> }) {
  const { kept, open, nextAt } = review;
  return (
    <p className="text-13">
      {kept ? `Kept by ${kept.keptBy} on ${shortDate(kept.keptAt)}` : "Not reviewed yet"}
      {open ? (
        <>
          ; a{" "}
          <Link href="/review" className="link">
            review
          </Link>{" "}
          is open until {shortDate(open.deadlineAt)}.
        </>
      ) : nextAt ? (
        `, next review by ${shortDate(nextAt)}.`
      ) : (
        "."
      )}
    </p>
  );
}

function LastUse({ detail }: { detail: TokenDetail }) {
  const { uses, lastUsedAt, lastUsedFrom } = detail.token;
  if (!lastUsedAt) return <p className="text-13 text-text-3">No allowed read yet.</p>;
  return (
    <p className="text-13">
      Last <RelativeTime at={lastUsedAt} /> from <Mono>{lastUsedFrom}</Mono>,{" "}
      {uses === 1 ? "once in all" : `${uses.toLocaleString("en")} times in all`}.
    </p>
  );
}
