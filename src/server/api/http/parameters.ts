import "server-only";
import { customerIdSchema, fieldsParameterSchema } from "@/contracts/customer";
import { allFields } from "@/contracts/customer-fields";
import type { ParameterError } from "@/contracts/problem";

const mostErrors = 10;

/** What a customer read asks for, or null and what is wrong with it. */
export function readCustomerParameters(customerId: string, query: URLSearchParams) {
  const errors = unknownParameters(query, ["fields"]);
  const id = customerIdSchema.safeParse(customerId);
  if (!id.success) errors.push({ parameter: "customerId", message: id.error.issues[0]?.message ?? "" });
  const wanted = readFields(query, errors);
  if (errors.length > 0 || !id.success) return { query: null, errors: errors.slice(0, mostErrors) };
  return { query: { customerId: id.data, wanted }, errors };
}

/** An error for each name that the operation does not know, and for each that comes twice. */
export function unknownParameters(query: URLSearchParams, known: readonly string[]): ParameterError[] {
  const names = [...new Set(query.keys())];
  return names.flatMap((name): ParameterError[] => {
    const parameter = name.slice(0, 40);
    if (!known.includes(name)) return [{ parameter, message: "This operation has no such parameter." }];
    return query.getAll(name).length > 1 ? [{ parameter, message: "Give this parameter once." }] : [];
  });
}

function readFields(query: URLSearchParams, errors: ParameterError[]): number {
  const text = query.get("fields");
  if (text === null) return allFields;
  const fields = fieldsParameterSchema.safeParse(text);
  if (fields.success) return fields.data;
  for (const { message } of fields.error.issues) errors.push({ parameter: "fields", message });
  return 0;
}
