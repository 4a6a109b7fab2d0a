import { OperationView } from "./operation-view";

/** Begins with the library's main operation. */
export default function DeveloperApiPage() {
  return <OperationView />;
}
