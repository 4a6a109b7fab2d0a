import { redirect } from "next/navigation";
import { getSession } from "@/server/auth";

/** API Settings is what people come for; who may not manage it sees General. */
export default async function ProgramSettingsPage() {
  const held = (await getSession())?.user.permissions ?? [];
  const onlySees = held.includes("program_settings.view") && !held.includes("api_settings.manage");
  redirect(onlySees ? "/settings/program/general" : "/settings/program/api");
}
