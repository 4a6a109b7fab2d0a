"use client";

import { useState } from "react";
import { refusalOf } from "@/app/(dashboard)/refusal";
import { Button } from "@/components/button";
import { TextArea } from "@/components/text-area";
import { longestComment, mostComments } from "@/contracts/request-comment";
import { trpc } from "@/trpc/client";
import type { RequestDetail } from "./request-detail";

/** Says something to the other side, before or after the decision; nobody is bound by it. */
export function CommentForm({ request }: { request: RequestDetail }) {
  const { id: requestId, mine, requester, commentsFull } = request;
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const comment = trpc.accessRequests.comment.useMutation();
  const utils = trpc.useUtils();
  if (commentsFull) {
    return (
      <p className="text-13 text-text-3">{mostComments} comments stand here; there is no room for more.</p>
    );
  }
  const send = async () => {
    if (comment.isPending) return;
    if (text.trim() === "") return setError("Write what you want to say.");
    const refused = await refusalOf(() => comment.mutateAsync({ requestId, text }));
    setError(refused);
    if (!refused) setText("");
    await utils.accessRequests.get.invalidate({ requestId });
  };
  return (
    <form
      noValidate
      className="stack-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea
        label="Comment"
        aside="not part of what is signed"
        placeholder={
          mine ? "Answer, or add what helps to decide" : `Ask ${requester.name.split(" ")[0]} something`
        }
        value={text}
        onChange={(next) => {
          setText(next);
          setError(null);
        }}
        error={error}
        hint={
          text.length > longestComment - 200 ? `${text.length} of ${longestComment} characters` : undefined
        }
        maxLength={longestComment}
      />
      <Button type="submit" size="sm" pending={comment.isPending}>
        Comment
      </Button>
    </form>
  );
}
