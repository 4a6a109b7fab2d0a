import { notFound } from "next/navigation";
import { HydrateClient, trpc } from "@/trpc/server";
import { MailboxView } from "./mailbox-view";

export const metadata = { title: "Mailbox" };

/** Mail of a demonstration, rendered just as it would be sent; not there for anybody but this very machine. */
export default async function MailboxPage() {
  await trpc.mailbox.list({ search: "" }).catch((error: { code?: string }) => {
    if (error.code === "NOT_FOUND") notFound();
    throw error;
  });
  await trpc.mailbox.list.prefetch({ search: "" });
  return (
    <HydrateClient>
      <MailboxView />
    </HydrateClient>
  );
}
