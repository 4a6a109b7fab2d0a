import "server-only";
import pino, { type DestinationStream, type Logger } from "pino";

interface LoggedError {
  name: string;
  errorCode?: string;
  message?: string;
  at: string[];
  cause?: LoggedError;
  errors?: LoggedError[];
}

/** A database's error quotes what a statement carried, in its message, its detail or its parameters; a parser's what it read. */
const quotesData = (error: Error): boolean =>
  "severity" in error || "query" in error || "issues" in error || error instanceof SyntaxError;

/** What lies behind an error, a few levels deep. */
function behind(error: Error, depth: number): Pick<LoggedError, "cause" | "errors"> {
  if (depth >= 4) return {};
  return {
    ...(error.cause !== undefined ? { cause: describeError(error.cause, depth + 1) } : {}),
    ...(error instanceof AggregateError
      ? { errors: error.errors.map((one) => describeError(one, depth + 1)) }
      : {}),
  };
}

function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const { code } = error as { code?: unknown };
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    name: error.name,
    ...(typeof code === "string" ? { errorCode: code } : {}),
    ...(quotesData(error) ? {} : { message: error.message }),
    at: frames.slice(0, 12).map((line) => line.trim().slice(3)),
    ...behind(error, depth),
  };
}

const SECRET_KEYS = ["authorization", "cookie", "password", "secret", "code", "email", "phone", "token"];
const redacted = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `headers["${key}"]`]);

/** Guarantee: no secret, code or personal data in a line, as far as it is a field's value or an error's text. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted, censor: "[redacted]" },
    serializers: {
      err: (error: unknown) => describeError(error),
      error: (error: unknown) => describeError(error),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
