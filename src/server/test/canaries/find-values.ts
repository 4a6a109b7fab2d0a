/** The values that were found in these bytes. */
export type Find = (bytes: Buffer) => Set<string>;

/** How a value may stand somewhere: as it is, in small letters, in an address, in hex, in base64 at any of its three offsets, and, where it is a code, as people read it. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const written = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // The characters at both ends depend on the value's neighbours.
    const own = written.replace(/=+$/, "").slice(offset === 0 ? 0 : offset + 1, -1);
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const code = /^[0-9A-Z]{10}$/.test(value) ? [`${value.slice(0, 5)}-${value.slice(5)}`] : [];
  const forms = [value, value.toLowerCase(), encodeURIComponent(value), bytes.toString("hex"), ...inBase64];
  return [...new Set([...forms, ...code])];
}

interface Form {
  bytes: Buffer;
  value: string;
}

const shortest = 8;

/** Every form under how it begins. */
function byBeginning(values: Iterable<string>): Map<string, Form[]> {
  const forms = new Map<string, Form[]>();
  for (const value of values) {
    if (value.length < shortest) throw new Error("A value as short as that is found by chance.");
    for (const form of formsOf(value)) {
      const bytes = Buffer.from(form);
      const beginning = bytes.toString("latin1", 0, shortest);
      const others = forms.get(beginning);
      if (others) others.push({ bytes, value });
      else forms.set(beginning, [{ bytes, value }]);
    }
  }
  return forms;
}

const threeAt = (bytes: Buffer, at: number) =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);

/** Looks for any number of values of at least eight characters in one pass over the bytes, in all their forms. */
export function findAny(values: Iterable<string>): Find {
  const forms = byBeginning(values);
  const begins = new Uint8Array(1 << 24);
  for (const beginning of forms.keys()) begins[threeAt(Buffer.from(beginning, "latin1"), 0)] = 1;
  return (bytes) => {
    const found = new Set<string>();
    for (let at = 0; at + shortest <= bytes.length; at++) {
      if (begins[threeAt(bytes, at)] === 0) continue;
      for (const form of forms.get(bytes.toString("latin1", at, at + shortest)) ?? [])
        if (bytes.subarray(at, at + form.bytes.length).equals(form.bytes)) found.add(form.value);
    }
    return found;
  };
}
