import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { getSession } from "@/server/auth";
import { HydrateClient, trpc } from "@/trpc/server";
import { AccountCard } from "./account-card";
import { EmailCard } from "./email-card";

export const metadata = { title: "Account" };

export default async function AccountPage() {
  const session = await getSession();
  if (!session) return null;
  await trpc.account.emailChange.prefetch();
  const { name, email, roles, permissions } = session.user;
  return (
    <HydrateClient>
      <Page>
        <PageHeader title="Account" lead="Who you are here, what you may do, and where your mail goes." />
        <AccountCard name={name} roles={roles} held={permissions} />
        <EmailCard email={email} />
      </Page>
    </HydrateClient>
  );
}
