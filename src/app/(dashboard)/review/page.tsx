import { Page } from "@/components/page";
import { PermissionRefused } from "@/components/permission-refused";
import { getSession } from "@/server/auth";
import { ReviewView } from "./review-view";

export const metadata = { title: "Yearly review" };

/** Only the picture depends on the role here; the procedures behind it authorise themselves. */
export default async function ReviewPage() {
  const session = await getSession();
  const held = session?.user.permissions ?? [];
  if (!held.includes("access_requests.decide") && !held.includes("api_settings.manage")) {
    return (
      <Page>
        <PermissionRefused what="The yearly review" needs="Security Admin or Security Manager" />
      </Page>
    );
  }
  return <ReviewView />;
}
