import { InvitationView } from "./invitation-view";

export const metadata = { title: "Invitation" };

export default function InvitationPage() {
  return <InvitationView />;
}
