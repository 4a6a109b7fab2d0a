import { mailPage } from "@/server/api/mail-page";

export async function GET(_request: Request, { params }: { params: Promise<{ messageId: string }> }) {
  return mailPage((await params).messageId);
}
