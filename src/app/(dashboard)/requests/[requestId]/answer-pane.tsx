"use client";

import { Check } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ApprovalCodeInput } from "@/components/approval-code-input";
import { Button } from "@/components/button";
import { Card, CardSection } from "@/components/card";
import { PrimaryKey } from "@/components/primary-key";
import { codeLength } from "@/contracts/approval-code";
import { CodeHint } from "./code-hint";
import { RejectForm } from "./reject-form";
import type { RequestDetail } from "./request-detail";
import { type Refused, useDecision } from "./use-decision";
import { usePrimaryKey } from "./use-primary-key";
import { useSendCode } from "./use-send-code";

interface AnswerPaneProps {
  request: RequestDetail;
  code: string;
  onCode: (code: string) => void;
}

/** The approval code with both answers. Approving takes the code from the reader's own mailbox; rejecting takes none. */
export function AnswerPane({ request, code, onCode }: AnswerPaneProps) {
  const decision = useDecision(request);
  const [refused, setRefused] = useState<Refused | null>(null);
  const sending = useSendCode(request.id, setRefused);
  const field = useRef<HTMLDivElement>(null);
  // A code that arrives with the e-mail's link is another one than what was refused.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another code is a reason
  useEffect(() => setRefused(null), [code]);
  const asked = request.asked.find(({ approverId }) => approverId === request.myId);

  const approve = async () => {
    if (code.length < codeLength) {
      setRefused({ reason: null, message: "Enter the ten characters from your e-mail." });
      field.current?.querySelector("input")?.focus();
      return;
    }
    setRefused(null);
    setRefused(await decision.approve(code));
  };
  usePrimaryKey(() => void approve());
  return (
    <Card label="Your answer">
      <CardSection className="stack-2">
        <div ref={field}>
          <ApprovalCodeInput
            value={code}
            onChange={onCode}
            aside={<SendButton first={!asked} sending={sending} />}
            hint={<CodeHint asked={asked} mailbox={request.myMailbox} />}
            error={refused?.message}
            disabled={decision.pending}
          />
        </div>
        {refused?.reason === "code_expired" ? (
          <Button size="sm" pending={sending.pending} onPress={() => void sending.send()}>
            Send a code to {request.myMailbox}
          </Button>
        ) : null}
        <Button
          variant="primary"
          size="lg"
          block
          icon={<Check />}
          pending={decision.pending}
          onPress={() => void approve()}
          className="mt-1"
        >
          Approve <PrimaryKey onAccent />
        </Button>
      </CardSection>
      <CardSection>
        <RejectForm request={request} onReject={decision.reject} disabled={decision.pending} />
      </CardSection>
      {decision.proofDialog}
    </Card>
  );
}

function SendButton({ first, sending }: { first: boolean; sending: ReturnType<typeof useSendCode> }) {
  return (
    <button
      type="button"
      className="link disabled:text-text-3 disabled:no-underline"
      disabled={sending.pending}
      onClick={() => void sending.send()}
    >
      {sending.pending ? "Sending" : first ? "Send a code" : "Send again"}
    </button>
  );
}
