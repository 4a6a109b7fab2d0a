import "server-only";
import { toRefusal } from "../error-map";
import { logFailure } from "./log-failure";
import { problem } from "./problem";

/** What the caller is told of an error: that the service is unavailable, or nothing but the request's id (rule 18). */
export function failure(error: unknown, requestId: string): Response {
  const unavailable = toRefusal(error).code === "unavailable";
  if (!unavailable) logFailure(error, requestId);
  const detail = unavailable ? "Try again in a moment." : "The request id tells us what to look for.";
  return problem(unavailable ? "unavailable" : "internal", requestId, { detail });
}
