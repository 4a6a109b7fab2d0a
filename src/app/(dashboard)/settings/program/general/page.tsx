import { PermissionRefused } from "@/components/permission-refused";
import { getSession } from "@/server/auth";
import { HydrateClient, trpc } from "@/trpc/server";
import { GeneralView } from "./general-view";

export const metadata = { title: "General" };

/** Only the picture depends on the role here; every procedure behind it authorises itself. */
export default async function GeneralPage() {
  const session = await getSession();
  if (!session?.user.permissions.includes("program_settings.view")) {
    return <PermissionRefused what="Program Settings" needs="Security Manager" />;
  }
  await trpc.program.show.prefetch();
  return (
    <HydrateClient>
      <GeneralView />
    </HydrateClient>
  );
}
