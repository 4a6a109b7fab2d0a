"use client";

import { useState } from "react";
import { AnswerPane } from "./answer-pane";
import { AskedCard } from "./asked-card";
import { ChecksCard } from "./checks-card";
import { HistoryCard } from "./history-card";
import { OutcomeCard } from "./outcome-card";
import type { RequestDetail, RequestNetwork } from "./request-detail";
import { WaitingCard } from "./waiting-card";

interface AnswerRailProps {
  request: RequestDetail;
  networks: readonly RequestNetwork[];
  code: string;
  onCode: (code: string) => void;
}

/** The answer, or what came of it; what was checked; who was asked; what happened. Narrow, it follows at the foot. */
export function AnswerRail({ request, networks, code, onCode }: AnswerRailProps) {
  const [stateAtFirst] = useState(request.state);
  const open = request.state === "pending";
  return (
    <aside
      id="decide"
      aria-label={open && request.mayDecide ? "Your decision" : "The decision"}
      className="grid scroll-mt-20 content-start gap-4 self-start @[52rem]:sticky @[52rem]:top-[calc(var(--bar)+20px)]"
    >
      {open && request.mayDecide ? <AnswerPane request={request} code={code} onCode={onCode} /> : null}
      {open && !request.mayDecide ? <WaitingCard request={request} /> : null}
      {open ? null : <OutcomeCard request={request} fresh={request.state !== stateAtFirst} />}
      {open ? <ChecksCard request={request} networks={networks} /> : null}
      {open ? <AskedCard request={request} /> : null}
      <HistoryCard request={request} />
    </aside>
  );
}
