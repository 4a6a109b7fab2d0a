import "server-only";
import { contactFields, type LookupField, lookupFields, lookupShape } from "@/contracts/customer-lookup";
import type { ParameterError } from "@/contracts/problem";

export interface ReadLookup {
  /** The identifier that the body names, a contact field first where it names several; it decides the scope. */
  by: LookupField | null;
  /** Its value, or null where the body is not exactly one good identifier. */
  value: string | null;
  errors: ParameterError[];
}

/** Reads the body of a lookup; no error repeats a value of it. */
export function readLookupBody(text: string | null): ReadLookup {
  const body = parse(text);
  if (body === null) {
    const message = "The body is not a JSON object.";
    return { by: null, value: null, errors: [{ parameter: "body", message }] };
  }
  const named = lookupFields.filter((name) => Object.hasOwn(body, name));
  const by = named.find((name) => contactFields.includes(name)) ?? named[0] ?? null;
  const errors = Object.keys(body)
    .filter((name) => !lookupFields.some((known) => known === name))
    .map((name) => ({ parameter: name.slice(0, 40), message: "A lookup has no such member." }));
  if (named.length !== 1) {
    errors.push({ parameter: "body", message: `Give exactly one of ${lookupFields.join(", ")}.` });
  }
  if (by === null || errors.length > 0) return { by, value: null, errors };
  const read = lookupShape[by].safeParse(body[by]);
  if (read.success) return { by, value: read.data, errors };
  return { by, value: null, errors: [{ parameter: by, message: read.error.issues[0]?.message ?? "" }] };
}

function parse(text: string | null): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
