import { Card, CardSection } from "@/components/card";
import { HistoryList } from "@/components/history-list";
import { CommentForm } from "./comment-form";
import { historyOf } from "./history";
import type { RequestDetail } from "./request-detail";

/** What happened to the request and what was said about it, newest first. */
export function HistoryCard({ request }: { request: RequestDetail }) {
  return (
    <Card label="History">
      <CardSection>
        <div className="mb-2.5 flex items-baseline justify-between gap-2">
          <h3>History and comments</h3>
          <span className="text-12 text-text-3">Kept for ever</span>
        </div>
        <CommentForm request={request} />
      </CardSection>
      <CardSection>
        <HistoryList items={historyOf(request)} />
      </CardSection>
    </Card>
  );
}
