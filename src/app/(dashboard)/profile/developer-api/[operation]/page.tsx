import { OperationView } from "../operation-view";

export default async function OperationPage({ params }: { params: Promise<{ operation: string }> }) {
  const { operation } = await params;
  return <OperationView slug={operation} />;
}
