import "server-only";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import type { RefusedProcedure } from "../../../contracts/procedure-words";
import { recordRefusal } from "../../domain/audit/record-refusal";
import type { ServiceContext } from "../../domain/context";
import { DomainError, type ErrorDetails, isDomainError } from "../../domain/errors";
import { runtime } from "../../runtime";
import { toRefusal } from "../error-map";
import type { TrpcContext } from "./context";

/** What a client gets of an error beside its sentence. */
export interface ErrorFacts {
  reason: string;
  details: ErrorDetails;
  requestId: string | null;
  fields: Readonly<Record<string, string>>;
}

/** The only words of tRPC's own that may leave: everything else says no more than its code. */
const ownMessages: Partial<Record<TRPCError["code"], string>> = {
  NOT_FOUND: "There is no such procedure.",
  METHOD_NOT_SUPPORTED: "This procedure is not called that way.",
  PARSE_ERROR: "The body is not JSON.",
  PAYLOAD_TOO_LARGE: "The body is too large.",
  UNSUPPORTED_MEDIA_TYPE: "Only application/json is accepted.",
};

const t = initTRPC.context<TrpcContext>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const facts = factsOf(error);
    const data: ErrorFacts & { code: string; httpStatus: number } = {
      code: shape.data.code,
      httpStatus: shape.data.httpStatus,
      reason: facts.reason,
      details: facts.details,
      fields: facts.fields,
      requestId: ctx?.service.requestId ?? null,
    };
    return { code: shape.code, message: facts.message, data };
  },
});

interface Facts {
  reason: string;
  message: string;
  details: ErrorDetails;
  fields: Record<string, string>;
}

function factsOf(error: TRPCError): Facts {
  if (error.cause instanceof ZodError) return { ...inputFacts(error.cause), details: {} };
  const own = ownMessages[error.code];
  if (own && !isDomainError(error.cause))
    return { reason: "bad_call", message: own, details: {}, fields: {} };
  const { code, message, details } = toRefusal(error.cause);
  return { reason: code, message, details, fields: {} };
}

function inputFacts(error: ZodError) {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join(".")] ??= issue.message;
  return { reason: "invalid_input", message: error.issues[0]?.message ?? "The input is not valid.", fields };
}

/** One place turns what a verb throws into what a client may see; routers hold no try/catch. */
const errors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  if (result.error.cause instanceof ZodError) {
    await recordBadInput(ctx.service, path);
    return result;
  }
  const refusal = toRefusal(result.error.cause ?? result.error);
  if (refusal.unexpected) {
    runtime().logger.error(
      { err: result.error.cause ?? result.error, path, requestId: ctx.service.requestId },
      "procedure failed",
    );
  }
  // A raw cause holds statements and their parameters, and Next prints what a page's call throws.
  const { code, message, details } = refusal;
  const cause = code === "internal" ? undefined : new DomainError(code, message, details);
  throw new TRPCError({ code: refusal.trpc, message, cause });
});

/** tRPC takes a path for any text; the access table's test holds that every procedure is among the names with words. */
export const named = (path: string) => path as RefusedProcedure;

/** The pages send no input that is refused, so that a signed-in person's goes on record (ASVS 16.3.3). */
async function recordBadInput(service: ServiceContext, path: string): Promise<void> {
  const { actor } = service;
  if (actor.kind !== "user") return;
  const refused = async () => {
    throw new DomainError("invalid_input", "The input is not valid.");
  };
  await recordRefusal({ ...service, actor }, named(path), refused).catch((err) => {
    if (!isDomainError(err)) runtime().logger.error({ err, path }, "a refused input was not recorded");
  });
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
export const baseProcedure = t.procedure.use(errors);
