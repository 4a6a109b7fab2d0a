/** What was typed and not sent, in this tab alone, until it is sent or the tab is closed. */
export interface KeptValues<Values> {
  read: () => Values | null;
  write: (values: Values) => void;
  forget: () => void;
}

const sameShape = (kept: unknown, start: unknown) =>
  typeof kept === typeof start && Array.isArray(kept) === Array.isArray(start);

/** Keeps the values of a form under a name; what was kept in another shape is left alone. */
export function keptValues<Values extends object>(name: string, start: Values): KeptValues<Values> {
  const key = `countersign:draft:${name}`;
  return {
    read: () => {
      try {
        const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
        if (typeof kept !== "object" || kept === null) return null;
        const fields = Object.entries(start).map(([field, from]) => {
          const value = (kept as Record<string, unknown>)[field];
          return [field, sameShape(value, from) ? value : from];
        });
        return Object.fromEntries(fields) as Values;
      } catch {
        return null;
      }
    },
    write: (values) => {
      try {
        sessionStorage.setItem(key, JSON.stringify(values));
      } catch {
        // A full or closed store keeps nothing; the form works without it.
      }
    },
    forget: () => sessionStorage.removeItem(key),
  };
}
