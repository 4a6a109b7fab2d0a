import { QueueWelcome } from "./queue-welcome";

/** Beside the queue, before a request is picked. */
export default function RequestsPage() {
  return <QueueWelcome />;
}
