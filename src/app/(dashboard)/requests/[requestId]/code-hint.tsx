import { ExactTime } from "@/components/exact-time";
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
  if (asked.mail !== "sent") {
    return <>On its way to {asked.mailbox}. It works for you and for this request only.</>;
  }
  return (
    <>
      E-mailed to {asked.mailbox}, <ExactTime at={asked.mailAt ?? asked.askedAt} within />. It works for you
      and for this request only.
    </>
  );
}
