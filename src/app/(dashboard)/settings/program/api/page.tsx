import { PermissionRefused } from "@/components/permission-refused";
import { getSession } from "@/server/auth";
import { HydrateClient, trpc } from "@/trpc/server";
import { ApiSettingsView } from "./api-settings-view";

export const metadata = { title: "API Settings" };

/** Only the picture depends on the role here; every procedure behind it authorises itself. */
export default async function ApiSettingsPage() {
  const session = await getSession();
  if (!session?.user.permissions.includes("api_settings.manage")) {
    return <PermissionRefused what="API Settings" needs="Security Manager" />;
  }
  await Promise.all([
    trpc.securityTokens.settings.prefetch(),
    trpc.securityTokens.current.prefetch(),
    trpc.securityTokens.list.prefetch({ group: "all", search: "", owner: null, within: null, page: 1 }),
    trpc.securityTokens.networks.prefetch({ state: null, search: "", owner: null, within: null, page: 1 }),
  ]);
  return (
    <HydrateClient>
      <ApiSettingsView userId={session.user.id} />
    </HydrateClient>
  );
}
