import { ConfirmEmailView } from "./confirm-email-view";

export const metadata = { title: "Confirm an address" };

export default function ConfirmEmailPage() {
  return <ConfirmEmailView />;
}
