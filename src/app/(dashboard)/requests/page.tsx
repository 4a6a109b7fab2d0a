import { getSession } from "@/server/auth";
import { QueueWelcome } from "./queue-welcome";

/** Beside the queue, before a request is picked. */
export default async function RequestsPage() {
  const session = await getSession();
  return <QueueWelcome emergencyPossible={session?.user.permissions.includes("customers.read") ?? false} />;
}
