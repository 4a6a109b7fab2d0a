"use client";

import { CardSection } from "@/components/card";
import { KeyValue } from "@/components/key-value";
import { usePanelFocus } from "@/components/panel-focus";
import { AskedPeople } from "./asked-people";
import { approvedItems } from "./token-facts";
import type { TokenDetail } from "./token-steps";

/** A submitted token waits for a Security Admin: what was asked, who was told, and the way back. */
export function WaitingPanel({ detail }: { detail: TokenDetail }) {
  const heading = usePanelFocus();
  return (
    <CardSection className="grid gap-5 wide:grid-cols-[minmax(0,1fr)_304px]">
      <KeyValue
        items={[{ name: "Reason", value: detail.lastRequest?.reason ?? "" }, ...approvedItems(detail)]}
      />
      <div className="grid content-start gap-3">
        <h3 {...heading}>Asked to decide</h3>
        <AskedPeople detail={detail} />
      </div>
    </CardSection>
  );
}
