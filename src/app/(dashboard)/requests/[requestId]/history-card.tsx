import { Card, CardFoot, CardSection } from "@/components/card";
import { HistoryList } from "@/components/history-list";
import { askedSentence } from "./asked-sentence";
import { historyOf } from "./history";
import type { RequestDetail } from "./request-detail";

/** What happened to the request and its token, newest first. */
export function HistoryCard({ request }: { request: RequestDetail }) {
  const others = request.asked.filter(({ approverId }) => approverId !== request.myId);
  const too = others.length < request.asked.length;
  const open = request.state === "pending" && request.mayDecide;
  return (
    <Card label="History">
      <CardSection>
        <div className="mb-2.5 flex items-baseline justify-between gap-2">
          <h3>History</h3>
          <span className="text-12 text-text-3">Kept for ever</span>
        </div>
        <HistoryList items={historyOf(request)} />
      </CardSection>
      {open && others.length > 0 ? (
        <CardFoot className="text-12">{askedSentence(others, too)}</CardFoot>
      ) : null}
    </Card>
  );
}
