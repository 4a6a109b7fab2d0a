/** Crockford's base 32: no I, L, O or U, so that a code read aloud or copied by hand comes out right. */
export const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const codeLength = 10;

const shape = new RegExp(`^[${codeAlphabet}]{${codeLength}}$`);

/** Reads a code as people type it (case, hyphens, spaces, O for 0, I or L for 1); null where it cannot be one. */
export function normaliseApprovalCode(text: string): string | null {
  if (text.length > 64) return null;
  const code = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}\u200B-\u200D\uFEFF]/gu, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return shape.test(code) ? code : null;
}

/** Writes a code in two groups, as the e-mail shows it: `7K3MQ-92XDT`. */
export function formatApprovalCode(code: string): string {
  return `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`;
}
