import { redirect } from "next/navigation";
import { factorPath, returnPath } from "@/contracts/return-path";
import { getFactorDue, getSession } from "@/server/auth";
import { trpc } from "@/trpc/server";
import { DemonstrationPeople } from "./demonstration-people";
import { SignInForm } from "./sign-in-form";

export const metadata = { title: "Sign in" };

export default async function SignInPage(props: {
  searchParams: Promise<{ from?: string; error?: string }>;
}) {
  const { from, error } = await props.searchParams;
  const path = returnPath(from);
  const welcome = await trpc.welcome.signIn();
  if (welcome.setupOpen) redirect("/setup");
  if (await getSession()) redirect(path);
  const due = await getFactorDue();
  if (due) redirect(factorPath(due, path));
  const form = (
    <SignInForm path={path} programName={welcome.programName ?? "Countersign"} firstError={error ?? null} />
  );
  if (!welcome.demonstration) return form;
  return (
    <div className="grid min-h-dvh desk:grid-cols-2">
      {/* On a narrow screen the people follow the form at once, not below a screen of it. */}
      <div className="max-desk:*:min-h-0">{form}</div>
      <DemonstrationPeople {...welcome.demonstration} path={path} />
    </div>
  );
}
