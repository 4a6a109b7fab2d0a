import { useSearchParams } from "next/navigation";

/** The address of a request's page that keeps the queue's filter. */
export function useRequestHref(): (requestId: string) => string {
  const filter = useSearchParams().toString();
  return (requestId) => `/requests/${requestId}${filter ? `?${filter}` : ""}`;
}
