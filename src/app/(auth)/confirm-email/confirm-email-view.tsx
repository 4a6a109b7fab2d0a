"use client";

import { type ReactNode, useEffect } from "react";
import { Alert } from "@/components/alert";
import { Button } from "@/components/button";
import { KeyValue } from "@/components/key-value";
import { Skeleton } from "@/components/skeleton";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { AuthFrame } from "../auth-frame";
import { useLinkToken } from "../use-link-token";

type Preview = RouterOutputs["account"]["previewEmailChange"];
type Step = RouterOutputs["account"]["confirmEmailChange"]["step"];

/** The page behind the links that both mailboxes get; opening it changes nothing. */
export function ConfirmEmailView() {
  const token = useLinkToken();
  const preview = trpc.account.previewEmailChange.useMutation();
  const confirm = trpc.account.confirmEmailChange.useMutation();
  const cancel = trpc.account.cancelEmailChangeByLink.useMutation();
  const { mutate: look } = preview;
  useEffect(() => {
    if (token) look({ token });
  }, [token, look]);

  if (token === "" || preview.error) {
    const incomplete = "The address of this page is not complete. Open the link in your e-mail again.";
    return (
      <AuthFrame
        title="This link does not work"
        foot="A new change can be asked for under Profile › Account."
      >
        <Alert tone="refused">{preview.error?.message ?? incomplete}</Alert>
        <Button variant="primary" size="lg" block href="/sign-in">
          Go to sign-in
        </Button>
      </AuthFrame>
    );
  }
  if (cancel.isSuccess) return <Done title="The change is cancelled">The address stays as it is.</Done>;
  if (confirm.data)
    return <Done title={steps[confirm.data.step].title}>{steps[confirm.data.step].words}</Done>;
  if (!preview.data || !token) {
    return (
      <AuthFrame title="One moment">
        <Skeleton className="h-40" />
      </AuthFrame>
    );
  }
  return (
    <Question
      preview={preview.data}
      error={confirm.error?.message ?? cancel.error?.message ?? null}
      confirming={confirm.isPending}
      cancelling={cancel.isPending}
      onConfirm={() => confirm.mutate({ token })}
      onCancel={() => cancel.mutate({ token })}
    />
  );
}

const steps: Record<Step, { title: string; words: string }> = {
  applied: {
    title: "The address is changed",
    words: "Sign in with the new address from now on. Every open session has ended.",
  },
  approval: {
    title: "This mailbox confirmed",
    words: "A Security Admin has to approve the change now. Both mailboxes hear of it.",
  },
  other_mailbox: {
    title: "This mailbox confirmed",
    words: "The other mailbox has a link as well. The address changes once it is confirmed there.",
  },
};

interface QuestionProps {
  preview: Preview;
  error: string | null;
  confirming: boolean;
  cancelling: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

function Question({ preview, error, confirming, cancelling, onConfirm, onCancel }: QuestionProps) {
  const { side, name, programName, from, to, askedBy, confirmedHere, needsApproval } = preview;
  const old = side === "from";
  return (
    <AuthFrame
      title={old ? "Your address is to change" : "Is this your mailbox?"}
      lead={`${askedBy ?? name} asked for another e-mail address${askedBy ? ` for ${name}` : ""} in ${programName}.`}
      foot={
        old
          ? "If you know nothing of this, cancel it and change your password."
          : "If you know nothing of this, close the page: nothing changes without your word."
      }
    >
      {error ? (
        <Alert tone="refused" live>
          {error}
        </Alert>
      ) : null}
      <KeyValue
        nameWidth={96}
        items={[
          from ? { name: "Address now", value: from } : null,
          { name: "New address", value: to },
          needsApproval ? { name: "After that", value: "a Security Admin has to approve" } : null,
        ]}
      />
      {old && askedBy ? (
        <Alert tone="expiring">Only the new mailbox has to confirm, since this one is said to be gone.</Alert>
      ) : confirmedHere ? (
        <Alert tone="live">This mailbox has confirmed already.</Alert>
      ) : (
        <Button variant="primary" size="lg" block pending={confirming} onPress={onConfirm}>
          Confirm {old ? "the change" : to}
        </Button>
      )}
      {old ? (
        <Button size="lg" block pending={cancelling} onPress={onCancel}>
          Cancel the change
        </Button>
      ) : null}
    </AuthFrame>
  );
}

function Done({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AuthFrame title={title}>
      <Alert tone="live" live>
        {children}
      </Alert>
      <Button variant="primary" size="lg" block href="/sign-in">
        Go to sign-in
      </Button>
    </AuthFrame>
  );
}
