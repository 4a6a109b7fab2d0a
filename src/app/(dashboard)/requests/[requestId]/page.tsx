import { idSchema } from "@/contracts/id";
import { HydrateClient, trpc } from "@/trpc/server";
import { RequestView } from "./request-view";

/** Opening this page changes nothing, whoever or whatever opens it (rule 4). */
export default async function RequestPage({ params }: { params: Promise<{ requestId: string }> }) {
  const { requestId } = await params;
  // An id that is none is not asked for here: the view says that there is no such request.
  if (idSchema.safeParse(requestId).success) await trpc.accessRequests.get.prefetch({ requestId });
  return (
    <HydrateClient>
      <RequestView key={requestId} requestId={requestId} />
    </HydrateClient>
  );
}
