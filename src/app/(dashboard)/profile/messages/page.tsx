import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { HydrateClient, trpc } from "@/trpc/server";
import { AlwaysCard } from "./always-card";
import { ChoicesCard } from "./choices-card";

export const metadata = { title: "E-mail choices" };

export default async function EmailChoicesPage() {
  await trpc.messages.preferences.prefetch();
  return (
    <HydrateClient>
      <Page>
        <PageHeader
          title="E-mail"
          lead="Which e-mails you get. Notifications under the bell come either way."
        />
        <ChoicesCard />
        <AlwaysCard />
      </Page>
    </HydrateClient>
  );
}
