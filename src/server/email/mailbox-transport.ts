import "server-only";
import type { MailTransport } from "@/contracts/mail";

/** Embedded mode without a key: mail arrives at once on the mailbox page, which renders it anew from its row. */
export const mailboxTransport: MailTransport = {
  send: async () => ({ outcome: "sent", providerId: null }),
};
