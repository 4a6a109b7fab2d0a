import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { HydrateClient, trpc } from "@/trpc/server";
import { FactorsCard } from "./factors-card";

export const metadata = { title: "Second factor" };

export default async function SecondFactorPage() {
  await trpc.secondFactor.list.prefetch();
  return (
    <HydrateClient>
      <Page>
        <PageHeader
          title="Second factor"
          lead="Besides your password: a passkey, or the code of an authenticator app. Whoever decides about access needs one, and everybody where the program says so."
        />
        <FactorsCard />
      </Page>
    </HydrateClient>
  );
}
