import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { HydrateClient, trpc } from "@/trpc/server";
import { PasswordCard } from "./password-card";
import { SessionsCard } from "./sessions-card";

export const metadata = { title: "Sessions" };

export default async function SessionsPage() {
  await trpc.sessions.list.prefetch();
  return (
    <HydrateClient>
      <Page>
        <PageHeader title="Sessions" lead="Where you are signed in, and your password." />
        <SessionsCard />
        <PasswordCard />
      </Page>
    </HydrateClient>
  );
}
