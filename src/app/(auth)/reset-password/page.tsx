import { ResetPasswordView } from "./reset-password-view";

export const metadata = { title: "New password" };

export default function ResetPasswordPage() {
  return <ResetPasswordView />;
}
