import { exactTime } from "@/components/format-time";
import type { RequestDetail } from "./request-detail";

interface CodeHintProps {
  /** Undefined for somebody who joined after the request was submitted. */
  asked: RequestDetail["asked"][number] | undefined;
  mailbox: string;
}

/** Where the reader's code is, and what it is good for. */
export function CodeHint({ asked, mailbox }: CodeHintProps) {
  if (!asked) {
    return <>You were not asked when this was submitted. Have a code of your own sent to {mailbox}.</>;
  }
  if (asked.mail === "failed") {
    return (
      <>The e-mail to {asked.mailbox} could not be delivered. Send it again, or reject without a code.</>
    );
  }
  const when = (
    <span suppressHydrationWarning>{exactTime(asked.mailAt ?? asked.askedAt).replace(/^Today /, "at ")}</span>
  );
  if (asked.mail !== "sent") {
    return <>On its way to {asked.mailbox}. It works for you and for this request only.</>;
  }
  return (
    <>
      E-mailed to {asked.mailbox} {when}. It works for you and for this request only.
    </>
  );
}
