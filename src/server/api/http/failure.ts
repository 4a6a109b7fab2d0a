import "server-only";
import { runtime } from "../../runtime";
import { toRefusal } from "../error-map";
import { problem } from "./problem";

/** What the caller is told of an error: that the service is unavailable, or nothing but the request's id (rule 18). */
export function failure(error: unknown, requestId: string): Response {
  const { code, unexpected } = toRefusal(error);
  const unavailable = code === "unavailable";
  if (unexpected) runtime().logger.error({ err: error, requestId }, "The public API failed");
  const detail = unavailable ? "Try again in a moment." : "The request id tells us what to look for.";
  return problem(unavailable ? "unavailable" : "internal", requestId, { detail });
}
