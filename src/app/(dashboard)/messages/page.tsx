import { Page } from "@/components/page";
import { PermissionRefused } from "@/components/permission-refused";
import { getSession } from "@/server/auth";
import { MessagesView } from "./messages-view";
import { seesMessages } from "./sees-messages";

export const metadata = { title: "E-mail" };

/** Only the picture depends on the role here; the procedures behind it authorise themselves. */
export default async function MessagesPage() {
  const session = await getSession();
  if (!session?.user.permissions.some((one) => seesMessages.includes(one))) {
    return (
      <Page>
        <PermissionRefused what="E-mail" needs="Administrator, Security Manager or Security Admin" />
      </Page>
    );
  }
  return <MessagesView />;
}
