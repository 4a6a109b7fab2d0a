import "server-only";
import type { ReadLimits } from "@/server/domain/customer/read-queue";
import { limitHeaders } from "./verdict";

/** 200 with JSON text that is passed through as it is. */
export function json(text: string, requestId: string, limits: ReadLimits | null): Response {
  return new Response(text, {
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      "X-Request-Id": requestId,
      ...limitHeaders(limits),
    },
  });
}
