import { ForgottenPasswordForm } from "./forgotten-password-form";

export const metadata = { title: "Forgotten password" };

export default function ForgottenPasswordPage() {
  return <ForgottenPasswordForm />;
}
