import { redirect } from "next/navigation";
import { trpc } from "@/trpc/server";
import { SetupForm } from "./setup-form";

export const metadata = { title: "Set up" };

export default async function SetupPage() {
  const { open } = await trpc.setup.status();
  if (!open) redirect("/sign-in");
  return <SetupForm />;
}
