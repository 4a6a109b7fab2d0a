import { redirect } from "next/navigation";
import { factorPath, returnPath, signInPath } from "@/contracts/return-path";
import { getFactorDue } from "@/server/auth";
import { SetUpFactorView } from "./set-up-factor-view";

export const metadata = { title: "Set up a second factor" };

export default async function SetUpFactorPage(props: { searchParams: Promise<{ from?: string }> }) {
  const path = returnPath((await props.searchParams).from);
  const due = await getFactorDue();
  if (due !== "set_up") redirect(due === null ? signInPath(path) : factorPath(due, path));
  return <SetUpFactorView path={path} />;
}
