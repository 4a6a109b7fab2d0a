import "server-only";
import type { z } from "zod";
import { customerIdSchema, fieldsParameterSchema } from "@/contracts/customer";
import { allFields } from "@/contracts/customer-fields";
import { limitParameterSchema, updatedSinceSchema, usualPage } from "@/contracts/customer-list";
import type { ParameterError } from "@/contracts/problem";
import { openCursor } from "@/server/domain/customer/list-cursor";
import type { ListQuery } from "@/server/domain/customer/list-customers";
import { runtime } from "@/server/runtime";

/** What a customer read asks for, or null and what is wrong with it. */
export function readCustomerParameters(customerId: string, query: URLSearchParams) {
  const errors = unknownParameters(query, ["fields"]);
  const id = customerIdSchema.safeParse(customerId);
  if (!id.success) errors.push({ parameter: "customerId", message: id.error.issues[0]?.message ?? "" });
  const wanted = readFields(query, errors);
  if (errors.length > 0 || !id.success) return { query: null, errors };
  return { query: { customerId: id.data, wanted }, errors };
}

/** What a list asks for, or null and what is wrong with it. A cursor holds for the list that it came from. */
export function readListParameters(query: URLSearchParams): {
  query: ListQuery | null;
  errors: ParameterError[];
} {
  const errors = unknownParameters(query, ["limit", "cursor", "updated_since", "fields"]);
  const limit = readOne(query, "limit", limitParameterSchema, errors) ?? usualPage;
  const since = readOne(query, "updated_since", updatedSinceSchema, errors);
  const bounds = { since, wanted: readFields(query, errors) };
  const cursor = query.get("cursor");
  const after = cursor === null ? null : openCursor(runtime().keys, cursor, bounds);
  if (cursor !== null && after === null) errors.push(brokenCursor);
  if (errors.length > 0) return { query: null, errors };
  return { query: { limit, after, ...bounds }, errors };
}

export const brokenCursor: ParameterError = {
  parameter: "cursor",
  message:
    "This cursor was not made for this list, or is older than a week. Begin the list again, or give it as next_cursor gave it, with the same token, fields and updated_since.",
};

/** An error for each name that the operation does not know, and for each that comes twice. */
export function unknownParameters(query: URLSearchParams, known: readonly string[]): ParameterError[] {
  const names = [...new Set(query.keys())];
  return names.flatMap((name): ParameterError[] => {
    const parameter = name.slice(0, 40);
    if (!known.includes(name)) return [{ parameter, message: "This operation has no such parameter." }];
    return query.getAll(name).length > 1 ? [{ parameter, message: "Give this parameter once." }] : [];
  });
}

/** The mask of `?fields=`; every field where it is not there. */
export function readFields(query: URLSearchParams, errors: ParameterError[]): number {
  return readOne(query, "fields", fieldsParameterSchema, errors) ?? allFields;
}

function readOne<T>(
  query: URLSearchParams,
  parameter: string,
  schema: z.ZodType<T, string>,
  errors: ParameterError[],
): T | null {
  const text = query.get(parameter);
  if (text === null) return null;
  const read = schema.safeParse(text);
  if (read.success) return read.data;
  for (const { message } of read.error.issues) errors.push({ parameter, message });
  return null;
}
