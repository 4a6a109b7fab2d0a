import { redirect } from "next/navigation";

export default function ProgramSettingsPage() {
  redirect("/settings/program/api");
}
