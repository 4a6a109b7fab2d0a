import { Alert } from "@/components/alert";
import { Card, CardSection } from "@/components/card";
import { askedSentence } from "./asked-sentence";
import { CopyRequestButton } from "./copy-button";
import type { RequestDetail } from "./request-detail";
import { WithdrawButton } from "./withdraw-button";

/** For those who may not decide this: who does; and for the requester, the ways to take it back. */
export function WaitingCard({ request }: { request: RequestDetail }) {
  const { mine, asked, decides } = request;
  return (
    <Card label="Who decides">
      <CardSection className="stack-3">
        <Alert
          tone="pending"
          title={mine && decides ? "Another Security Admin decides this" : "A Security Admin decides this"}
        >
          {mine ? "Nobody decides a request of their own. " : null}
          {asked.length > 0 ? askedSentence(asked) : null}
        </Alert>
        {mine ? <WithdrawButton request={request} /> : null}
        {mine ? <CopyRequestButton request={request} /> : null}
      </CardSection>
    </Card>
  );
}
