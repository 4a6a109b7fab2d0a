import "server-only";
import { Resend } from "resend";
import type { MailTransport, SendOutcome } from "@/contracts/mail";

export interface ResendTransportOptions {
  apiKey: string;
  from: string;
  /** RESEND_BASE_URL; the provider's own address where absent. */
  baseUrl?: string;
  timeoutMs?: number;
}

/** Refusals of the moment among the 4xx. */
const passing = new Set([408, 409, 425, 429]);

/** Sends through Resend. Never throws: a hanging, failing or unreachable provider is an outcome. */
export function createResendTransport(options: ResendTransportOptions): MailTransport {
  const { apiKey, from, baseUrl, timeoutMs = 15_000 } = options;
  const resend = new Resend(apiKey, baseUrl ? { baseUrl: baseUrl.replace(/\/$/, "") } : {});
  return {
    async send({ to, subject, html, text }, idempotencyKey) {
      const signal = AbortSignal.timeout(timeoutMs);
      // A mail, and the key beside it, go where the settings say and nowhere else (ASVS 15.3.2).
      const request = { idempotencyKey, signal, redirect: "error" as const };
      try {
        const answer = await resend.emails.send({ from, to, subject, html, text }, request);
        return outcomeOf(answer, signal.aborted);
      } catch {
        return {
          outcome: "try_again",
          error: signal.aborted ? "timeout" : "unreachable",
          afterSeconds: null,
        };
      }
    },
  };
}

interface Answer {
  data: { id?: string } | null;
  error: { name?: string; statusCode?: number | null } | null;
  headers: Record<string, string> | null;
}

function outcomeOf({ data, error, headers }: Answer, timedOut: boolean): SendOutcome {
  if (data?.id) return { outcome: "sent", providerId: data.id };
  // Only a key whose mail was accepted is held against another body: it went, and something it quotes changed since.
  if (error?.name === "invalid_idempotent_request") return { outcome: "sent", providerId: null };
  const status = error?.statusCode ?? null;
  const word = wordOf(status, error?.name, timedOut);
  if (status !== null && status >= 400 && status < 500 && !passing.has(status)) {
    return { outcome: "refused", error: word };
  }
  return { outcome: "try_again", error: word, afterSeconds: retryAfter(headers?.["retry-after"]) };
}

/** The provider's own word for it, never its sentence: that may quote the mail. */
function wordOf(status: number | null, name: string | undefined, timedOut: boolean): string {
  if (status === null) return timedOut ? "timeout" : "unreachable";
  return `${status} ${/^[a-z_]{1,60}$/.test(name ?? "") ? name : "error"}`;
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | undefined): number | null {
  if (!header) return null;
  const seconds = /^\d{1,6}$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
