import { type FieldGroup, fieldGroups } from "./scopes";

/** Names that stand for all the names below them: `address` for `address.city` and its siblings. */
const parents = new Set<string>(["loyalty", "address", "consents"]);

const groups = Object.keys(fieldGroups) as FieldGroup[];

/** Every field that can be given or left out by itself; bit n of a mask is field n, here and in the guarded read's SQL. */
export const customerFields: readonly string[] = groups.flatMap((group) =>
  fieldGroups[group].filter((name) => !parents.has(name)),
);

/** The mask of every field. */
export const allFields = 2 ** customerFields.length - 1;

/** What `?fields=` takes: groups, fields, and parents of fields. */
const maskByName: ReadonlyMap<string, number> = new Map([
  ...groups.map((group) => [group, maskOf((name) => fieldsOf(group).has(name))] as const),
  ...[...parents].map((parent) => [parent, maskOf((name) => name.startsWith(`${parent}.`))] as const),
  ...customerFields.map((field) => [field, maskOf((name) => name === field)] as const),
]);

export const fieldNames: readonly string[] = [...maskByName.keys()];

/** The mask of a list of names, or the names that nobody knows. */
export function readFieldNames(names: readonly string[]): { mask: number } | { unknown: string[] } {
  const unknown = names.filter((name) => !maskByName.has(name));
  if (unknown.length > 0) return { unknown };
  return { mask: names.reduce((mask, name) => mask | (maskByName.get(name) ?? 0), 0) };
}

/** The names of a mask, a parent instead of all its fields. */
export function nameFields(mask: number): string[] {
  const names = new Set<string>();
  customerFields.forEach((field, bit) => {
    if ((mask & (1 << bit)) === 0) return;
    const parent = field.slice(0, Math.max(0, field.indexOf(".")));
    const whole = maskByName.get(parent);
    names.add(whole !== undefined && (mask & whole) === whole ? parent : field);
  });
  return [...names];
}

function fieldsOf(group: FieldGroup): ReadonlySet<string> {
  return new Set(fieldGroups[group]);
}

function maskOf(has: (field: string) => boolean): number {
  return customerFields.reduce((mask, field, bit) => (has(field) ? mask | (1 << bit) : mask), 0);
}
