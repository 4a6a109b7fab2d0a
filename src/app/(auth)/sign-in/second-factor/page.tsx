import { redirect } from "next/navigation";
import { factorPath, returnPath, signInPath } from "@/contracts/return-path";
import { getFactorDue } from "@/server/auth";
import { HydrateClient, trpc } from "@/trpc/server";
import { SecondFactorView } from "./second-factor-view";

export const metadata = { title: "Second factor" };

export default async function SecondFactorPage(props: { searchParams: Promise<{ from?: string }> }) {
  const path = returnPath((await props.searchParams).from);
  const due = await getFactorDue();
  if (due !== "proof") redirect(due === null ? signInPath(path) : factorPath(due, path));
  await trpc.secondFactor.list.prefetch();
  return (
    <HydrateClient>
      <SecondFactorView path={path} />
    </HydrateClient>
  );
}
